complete -c convolved -f
complete -c convolved -k -a '(__fish_complete_suffix .yaml)'
complete -c convolved -l meters -d 'show levels, load and xruns while it runs'
complete -c convolved -l for -x -d 'seconds until it fades out and ends'
complete -c convolved -l socket -r -F -d 'where clients reach it'
complete -c convolved -l state -x -a '(__fish_complete_directories)' -d 'where its state is kept'
complete -c convolved -l fallback-last-good -d 'play the last configuration that could be used'
complete -c convolved -s h -l help -d 'show the options'
complete -c convolved -l version -d 'show the version'
