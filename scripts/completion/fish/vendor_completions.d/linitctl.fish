# Completion of linitctl in fish.
function __linitctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] --complete $words[2..] "$current" 2>/dev/null)
    switch "$answer[1]"
        case :folders :files
            set -l option (string match -r '^--[a-z]+=' -- "$current"; or echo '')
            set -l path (string replace -r '^--[a-z]+=' '' -- "$current")
            if test "$answer[1]" = :folders
                printf '%s\n' $option(__fish_complete_directories "$path")
            else
                printf '%s\n' $option(__fish_complete_path "$path")
            end
        case '*'
            string join \n -- $answer
    end
end
complete -c linitctl -f -a '(__linitctl_complete)'
