#compdef convolved
_arguments \
  '--meters[show levels, load and xruns while it runs]' \
  '--for[fade out and end after that time]:seconds:' \
  '--socket[where clients reach it]:path:_files' \
  '--state[where volume, mute and the last good configuration are kept]:directory:_files -/' \
  '--fallback-last-good[play the last configuration that could be used]' \
  '(- *)'{-h,--help}'[show the options]' \
  '(- *)--version[show the version]' \
  '1:configuration:_files -g "*.yaml"'
