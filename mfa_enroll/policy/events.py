"""The events in the life of a user's MFA device, each as the calls that the program makes for it.

Once a device is on, AWS lets nobody enable or deactivate one with a long-term access key alone (security bulletin
AWS-2023-001), so those calls are made in a session with MFA.
"""

import enum
from dataclasses import dataclass, replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser


class Event(enum.Enum):
    """What a user may have to do. The values are names for other programs."""

    ENROLL = "enroll"
    """Turn on the first device."""
    START_AGAIN = "start-again"
    """Delete the device of an attempt that was abandoned, and turn on a new one."""
    FIRST_PASSWORD = "first-password"  # noqa: S105 - an event's name
    """Change the console password before MFA is on."""
    NEW_PHONE = "new-phone"
    """Replace the device by one on another phone."""
    TURN_OFF = "turn-off"
    """Deactivate and delete the device."""
    RESYNC = "resync"
    """Bring AWS and the phone's clock in step."""
    WORK_WITH_MFA = "work-with-mfa"
    """Call other services in a session with MFA."""
    WORK_WITHOUT_MFA = "work-without-mfa"
    """Call other services with the access key alone. A force-MFA policy is there to prevent it."""

    @property
    def is_wanted(self) -> bool:
        """Whether users are meant to be able to do it."""
        return self is not Event.WORK_WITHOUT_MFA

    @property
    def is_work(self) -> bool:
        """Whether it is about other services, which other policies may allow, and any one call of which will do."""
        return self in {Event.WORK_WITH_MFA, Event.WORK_WITHOUT_MFA}


class Credentials(enum.Enum):
    """What a call is signed with. The values are names for other programs."""

    ACCESS_KEY = "access-key"
    """The long-term access key."""
    MFA_SESSION = "mfa-session"
    """Temporary credentials of GetSessionToken with a code."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call.

    Attributes:
        action: Such as "iam:CreateVirtualMFADevice".
        resource: The ARN that it is authorized against.
        credentials: What it is signed with.
        regional: Whether it may go to any region.
        age: How many seconds ago the session was started.
    """

    action: str
    resource: str
    credentials: Credentials
    regional: bool = False
    age: int = 0

    @property
    def takes_role(self) -> bool:
        """Whether it is made in a session with MFA to take on a role, which is one way to work, and no work yet."""
        return self.action == _TAKING_ROLE and self.credentials is Credentials.MFA_SESSION


_TAKING_ROLE = "sts:AssumeRole"
_LONGEST_SESSION = 129_600
"""In seconds, for an IAM user. (STS API Reference, GetSessionToken, DurationSeconds.)"""

_KEY, _SESSION = Credentials.ACCESS_KEY, Credentials.MFA_SESSION

_TURNING_ON = (Call.CREATE, Call.ENABLE, Call.LIST)

_WITH_KEY: dict[Event, tuple[Call, ...]] = {
    Event.ENROLL: (Call.LIST, *_TURNING_ON),
    Event.START_AGAIN: (Call.LIST, Call.CREATE, Call.DELETE, *_TURNING_ON),
    Event.FIRST_PASSWORD: (Call.CHANGE_PASSWORD,),
    Event.NEW_PHONE: (Call.LIST, Call.START_SESSION),
    Event.TURN_OFF: (Call.LIST, Call.START_SESSION),
    Event.RESYNC: (Call.LIST, Call.RESYNC),
}

# A deletion that is asked for while the device is on shows whether it will be allowed: DeleteConflict if it will.
_TAKING_AWAY = (Call.DELETE, Call.LIST, Call.DEACTIVATE, Call.DELETE)

_IN_SESSION: dict[Event, tuple[Call, ...]] = {
    Event.NEW_PHONE: (*_TAKING_AWAY, *_TURNING_ON),
    Event.TURN_OFF: _TAKING_AWAY,
}


def steps(event: Event, user: IamUser) -> tuple[Step, ...]:
    """The calls of an event in their order. For work with other services, calls that stand for all others."""
    if event.is_work:
        return _work(user, _SESSION if event is Event.WORK_WITH_MFA else _KEY)
    with_key = (Step(call, _resource(call, user), _KEY) for call in _WITH_KEY[event])
    in_session = (Step(call, _resource(call, user), _SESSION) for call in _IN_SESSION.get(event, ()))
    return (*with_key, *in_session)


def steps_without_deletion(event: Event, user: IamUser) -> tuple[Step, ...]:
    """The calls of what remains of an event where the device cannot be deleted; none where nothing does.

    An abandoned device can be turned on if its entry is still in the authenticator app. A device that is turned off
    and not deleted can be turned on again in the same way.
    """
    if event is Event.START_AGAIN:
        return steps(Event.ENROLL, user)
    if event is Event.TURN_OFF:
        return tuple(step for step in steps(event, user) if step.action != Call.DELETE)
    return ()


def steps_in_an_old_session(event: Event, user: IamUser) -> tuple[Step, ...]:
    """The calls of work with MFA in a session that is as old as sessions get; none for what takes a new session."""
    needed = steps(event, user) if event is Event.WORK_WITH_MFA else ()
    return tuple(replace(step, age=_LONGEST_SESSION) for step in needed)


def _resource(call: Call, user: IamUser) -> str:
    """What the call is authorized against (Service Authorization Reference, "AWS Identity and Access Management")."""
    if call in {Call.CREATE, Call.DELETE}:
        return user.device_serial
    return "*" if call is Call.START_SESSION else user.arn


def _work(user: IamUser, credentials: Credentials) -> tuple[Step, ...]:
    calls = (
        ("ec2:DescribeInstances", "*"),
        ("lambda:ListFunctions", "*"),
        ("s3:GetObject", f"arn:{user.partition}:s3:::example-bucket/example"),
        (_TAKING_ROLE, f"arn:{user.partition}:iam::{user.account}:role/example"),
    )
    return tuple(Step(action, resource, credentials, regional=True) for action, resource in calls)
