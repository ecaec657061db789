"""What the command line says before there is a page, in ASCII sentences that show anywhere."""

from mfa_enroll.domain.text import clean
from mfa_enroll.terminal import Lack, Missing
from mfa_enroll.words.times import length_of_time

PRACTICE_IS_ITS_OWN = "practice has an account of its own: leave out --profile, --region and --endpoint-url."

PRACTICE_ALONE = (
    "--policy, --partition, --source-ip, --tag, --leftover and --enrolled are about the practice account: "
    "add --practice, or run: mfa-enroll practice"
)

NOWHERE_TO_PRINT = "--print writes keys to standard output, which is closed."

KEPT_OR_NOT = "--no-keep keeps a session in no file: leave out --as."

PRINTING_ALONE = "--min-left and --no-keep are about what is written to a pipe: add --print."

ENDING_ALONE = "--yes is for --end: leave it out."

ENDING_IS_ITS_OWN = "--end takes a session out of your AWS files: leave out --practice, --print and --duration."

_INTO_A_PIPE = {
    "env": 'eval "$(mfa-enroll session --print env)"',
    "powershell": "mfa-enroll session --print powershell | Invoke-Expression",
    "cmd": "for /f \"delims=\" %i in ('mfa-enroll session --print cmd') do @%i",
    "json": "credential_process = mfa-enroll session --print json",
}
"""How each form of the keys gets to where it is used: in a shell, and the last one in a profile."""

_MISSING = {
    Lack.TERMINAL: "this needs a terminal: run it by itself, without a pipe or a redirection. "
    "On another machine or in a container: ssh -t, docker exec -it, kubectl exec -it.",
    Lack.CONSOLE: "this needs a Windows console, which Git Bash has not. Try it with winpty in front, as in "
    '"winpty mfa-enroll", or run it in PowerShell. With --print, use PowerShell.',
    Lack.CONTROL: 'this terminal cannot show a full screen (TERM is not set, or is "dumb"). Try TERM=xterm-256color.',
    Lack.BLOCKS: "this terminal's encoding is {encoding}, which has no blocks for a QR code. Try {remedy}.",
}


def missing(missing: Missing) -> str:
    """What is missing for a full screen."""
    remedy = f"it without {missing.variable}" if missing.variable else "LC_ALL=C.UTF-8"
    return _MISSING[missing.lack].format(encoding=missing.encoding, remedy=remedy)


def keys_on_screen(form: str) -> str:
    """Why keys are not printed here, and how to use their form."""
    return f"--print writes keys, which do not belong on a screen. Use it as in: {_INTO_A_PIPE[form]}"


def no_session(command: str) -> str:
    """That no session is kept which lasts, and nobody can be asked for a code here."""
    return f"no session: run {command}"


def ends_too_soon(seconds: int, least: int) -> str:
    """Why a session is not asked for that tools would not use."""
    lasts, left = (length_of_time(each) for each in (seconds, least))
    return (
        f"a session of {lasts} never has more than {left} left, and AWS tools ask for new keys 15 minutes before the "
        "end: each of them would want a code. Give a longer --duration, or a shorter --min-left."
    )


def port_unusable(port: int, reason: str) -> str:
    """Why the practice account cannot be served. ``reason`` is the system's own."""
    return f"port {port} on 127.0.0.1 cannot be used: {reason}."


def policy_unusable(path: str, reason: str) -> str:
    """Why a file cannot be used as a policy. ``reason`` is the system's own, or what is wrong with the document."""
    return f"{clean(path)} cannot be used: {clean(reason)}."


def undecided(action: str, resource: str, reason: str) -> str:
    """What the practice server says of a request that it has denied because it could not decide it."""
    return clean(f"Denied, because it could not be decided here: {action} on {resource}. {reason}")


def serving(user_arn: str) -> tuple[str, ...]:
    """What is being served, and what to do with the lines that follow, a line each."""
    return (
        f"A practice account with the user {user_arn}, until Ctrl+C. Nothing here is AWS.",
        "For other AWS tools: paste these lines into a second shell. For the wizard itself: mfa-enroll --practice",
    )
