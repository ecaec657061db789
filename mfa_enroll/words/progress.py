"""What is being done, and what is waited for."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.progress import Doing, Pause, Waiting

LEAVING = "Leaving as soon as AWS has answered."

_DOING = {
    Call.WHO_AM_I: "Asking AWS who you are …",
    Call.START_SESSION: "Starting the session …",
    Call.LIST: "Looking for your MFA devices …",
    Call.DELETE: "Deleting the device …",
    Call.ENABLE: "Turning the device on …",
    Call.DEACTIVATE: "Turning the device off …",
    Call.RESYNC: "Bringing the device in step …",
    Call.PASSWORD_POLICY: "Asking AWS what it expects …",
    Call.CHANGE_PASSWORD: "Changing the password …",
}

_ASKING = {
    Call.DELETE: "Asking AWS whether you may delete the device …",
    Call.CREATE: "Asking AWS whether you may make a new device …",
}

_WHY = {
    Waiting.AWS_IS_BUSY: "AWS is busy with another request.",
    Waiting.DEVICE_NOT_KNOWN_YET: "AWS has not caught up with the new device yet.",
    Waiting.DEVICE_NOT_LISTED_YET: "AWS has not caught up with the new device yet.",
    Waiting.DELETION_NOT_KNOWN_YET: "AWS has not caught up with the deletion yet.",
    Waiting.NAME_STILL_TAKEN: "AWS says that there still is a device of this name.",
    Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS: "AWS is still making the new device known for sessions.",
}


def doing(doing: Doing) -> str:
    """What is being done right now."""
    if doing.making_sure:
        return "Making sure with AWS …"
    if doing.asking:
        return _ASKING[doing.call]
    if doing.call is Call.CREATE:
        return f"Creating the MFA device {doing.user.name} …" if doing.user else "Creating the MFA device …"
    return _DOING[doing.call]


def waiting(pause: Pause, seconds_left: int) -> str:
    """Why there is a wait, and for how much longer."""
    why = _WHY[pause.why]
    if pause.attempts:
        return f"{why} Trying again in {seconds_left} s ({pause.attempt} of {pause.attempts})."
    return f"{why} Going on in {seconds_left} s."
