/** The shells that words can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof shells)[number];

/**
 * Returns the code that a shell runs to complete the words of `plateau`. It asks `plateau completion --words`, whose
 * answer is a line for each word (with a tab and what it means), then `:` and what the shell adds itself.
 */
export function shellScript(shell: Shell): string {
  return scripts[shell];
}

const bash = String.raw`# bash completion of plateau
_plateau() {
  local line words=() kind=none
  # = is a border of words in bash: --flag=value is three of them.
  local whole=() word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word == = && \${#whole[@]} -gt 0 ]]; then whole[-1]+==
    elif [[ \${#whole[@]} -gt 0 && \${whole[-1]} == --*= ]]; then whole[-1]+=$word
    else whole+=("$word"); fi
  done
  while IFS= read -r line; do
    case $line in
      :*) kind=\${line#:} ;;
      *) words+=("\${line%%$'\t'*}") ;;
    esac
  done < <(plateau completion --words "\${whole[@]}" 2>/dev/null)
  local current=\${COMP_WORDS[COMP_CWORD]} prefix=
  [[ $current == = ]] && current=
  [[ \${whole[-1]} == --*=* ]] && prefix=\${whole[-1]%%=*}=
  COMPREPLY=()
  for word in "\${words[@]}"; do COMPREPLY+=("$(printf %q "\${word#"$prefix"}")"); done
  case $kind in
    files) compopt -o filenames; mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
    directories) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    commands) mapfile -t COMPREPLY < <(compgen -c -- "$current") ;;
  esac
}
complete -F _plateau plateau
`.replaceAll('\\$', '$');

const zsh = String.raw`#compdef plateau
_plateau() {
  local line kind=none
  local -a described
  while IFS= read -r line; do
    case $line in
      :*) kind=\${line#:} ;;
      *) described+=("\${\${line//:/\\:}/$'\t'/:}") ;;
    esac
  done < <(plateau completion --words "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#described )) && _describe -V plateau described
  case $kind in
    files) _files ;;
    directories) _files -/ ;;
    commands) _command_names ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _plateau "$@"; else compdef _plateau plateau; fi
`.replaceAll('\\$', '$');

const fish = String.raw`# fish completion of plateau
function __plateau_complete
    set -l tokens (commandline -opc) (commandline -ct)
    set -l lines (plateau completion --words $tokens[2..-1] 2>/dev/null)
    for line in $lines
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':directories'
                __fish_complete_directories (commandline -ct)
            case ':commands'
                __fish_complete_command
            case ':none'
            case '*'
                echo $line
        end
    end
end
complete -c plateau -f -a '(__plateau_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
