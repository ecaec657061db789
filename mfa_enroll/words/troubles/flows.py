"""The pages about what a flow finds out by itself, without a refusal by AWS."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows import troubles as kinds
from mfa_enroll.words.handing_over import request_for_move, request_for_removal
from mfa_enroll.words.troubles.page import SEND, Pages, TroublePage, add_pages, says, trouble_page

_PAGES: Pages = {
    kinds.DeviceNotListed: says(
        "AWS does not show the device yet",
        "AWS accepted your two codes for {user.device_serial}, but does not list the device as on.",
        "Wait a minute, then try again: this asks AWS for the list once more.",
    ),
    kinds.MfaNotOn: says(
        "MFA is not on yet",
        "A session takes a code from an MFA device, and AWS lists none for {user.name}.",
        "Leave, and run mfa-enroll: it turns MFA on and then offers the session.",
    ),
    kinds.NoCodeDevice: says(
        "Your MFA devices show no codes",
        "AWS lists passkeys or security keys for {user.name} and nothing else. They work in the AWS console, but this "
        "needs a device that shows six-digit codes.",
        "Sign in to the AWS console with your security key, and open “Security credentials” in the account menu.",
        "Choose “Assign MFA device” and “Authenticator app”, and call the device {user.name}. Then try again.",
    ),
    kinds.PhoneLost: says(
        "Lost phone: ask your administrator",
        "Without a code from a device that is on, AWS does not let you take it away. That protects you: whoever has "
        "only your access key cannot do it either.",
        SEND,
        "When the device has been taken away, run mfa-enroll again to set up the new phone.",
        hand_over=request_for_removal,
    ),
    kinds.MoveDenied: says(
        "Your policy does not let you make the move",
        "For a new phone the old device is deleted and a new one made, and your policy does not let you do both. "
        "Nothing has changed: the codes of your old phone go on working.",
        "Keep the old phone for now.",
        "Or let its authenticator app hand the entry over: most apps can export or transfer entries. The new phone "
        "then shows the same codes, and nothing has to change in AWS.",
        "Or send the text below to your administrator. It is printed again when you leave.",
        hand_over=request_for_move,
    ),
    kinds.DeviceChangedMeanwhile: says(
        "The device was changed meanwhile",
        "Another device called {user.name} was turned on while this one was open, in a second window perhaps. It stays "
        "on, and nothing was changed here.",
        "Try again: this shows what is on now.",
    ),
}
add_pages(_PAGES)

_CUT_OFF = {
    Call.CREATE: "The MFA device {name} may have been created or not.",
    Call.DELETE: "The MFA device {name} may have been deleted or not.",
    Call.ENABLE: "The MFA device {name} may have been turned on or not.",
    Call.DEACTIVATE: "The MFA device {name} may have been turned off or not.",
    Call.RESYNC: "The MFA device {name} may have been brought in step or not.",
    Call.START_SESSION: "A session of {name} may have been started or not; the code counts as used.",
    Call.CHANGE_PASSWORD: "The console password of {name} may have been changed or not.",
}


@trouble_page.register
def _(trouble: kinds.CutOff) -> TroublePage:
    return TroublePage(
        "This had to end before AWS answered",
        _CUT_OFF[trouble.call].format(name=trouble.user.name),
        (
            "Sign in to the AWS console with the new password. If it is not taken, the old one still holds."
            if trouble.call is Call.CHANGE_PASSWORD
            else "The next run asks AWS what is there, and goes on from that.",
        ),
    )
