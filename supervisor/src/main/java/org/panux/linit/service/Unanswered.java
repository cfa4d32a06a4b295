package org.panux.linit.service;

import akka.actor.typed.ActorRef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Reason;

/** Tells whoever waits for an answer of the registry that it has failed on the question. */
final class Unanswered {
  private Unanswered() {}

  /** False where nobody waits for {@code lost}. */
  static boolean tell(Registry.Message lost, Throwable failure) {
    Reason why = Reason.failed("linitd itself failed on it: " + failure);
    Service.Verdict verdict = new Service.Verdict(Optional.of(why));
    Registry.ValueReply none = new Registry.ValueReply(why, "");
    if (lost instanceof Registry.Link link) {
      refuse(link.listener(), link.names(), link.id(), why);
    } else if (lost instanceof Registry.Start start) {
      refuse(start.listener(), start.names(), Notice.LATER, why);
    } else if (lost instanceof Registry.Stop stop) {
      stop.replyTo().tell(new StopReply.Refused(why));
    } else if (lost instanceof Registry.Steer steer) {
      steer.replyTo().tell(verdict);
    } else if (lost instanceof Registry.Claim claim) {
      claim.replyTo().tell(new Service.Claimed(Optional.empty()));
    } else if (lost instanceof Registry.Publish publish) {
      publish.replyTo().tell(none);
    } else if (lost instanceof Registry.AskValue ask) {
      ask.replyTo().tell(none);
    } else {
      return tellAsker(lost, failure);
    }
    return true;
  }

  /** Likewise, of what changes nothing. */
  private static boolean tellAsker(Registry.Message lost, Throwable failure) {
    if (lost instanceof Registry.AskValues ask) {
      ask.replyTo().tell(new Registry.Values(Answer.failed(failure)));
    } else if (lost instanceof Registry.Look look) {
      look.replyTo().tell(new Registry.Looked(Answer.failed(failure)));
    } else if (lost instanceof Registry.Glance glance) {
      glance.replyTo().tell(new Registry.Glanced(Answer.failed(failure), glance.tag()));
    } else if (lost instanceof Registry.Recall recall) {
      recall.replyTo().tell(new Registry.Recalled(Answer.failed(failure)));
    } else if (lost instanceof Registry.Explain explain) {
      explain.replyTo().tell(new Registry.Explained(Answer.failed(failure)));
    } else if (lost instanceof Registry.Await await) {
      await.replyTo().tell(new Registry.Awaited(Answer.failed(failure), List.of()));
    } else if (lost instanceof Registry.LookForFailures look) {
      look.replyTo().tell(new Registry.Failures(List.of()));
    } else {
      return false;
    }
    return true;
  }

  private static void refuse(
      ActorRef<Notice> listener, Collection<String> names, long wait, Reason why) {
    names.forEach(name -> listener.tell(Notice.refused(name, why).firstFor(wait)));
  }
}
