"""The pages about what IAM and STS refuse."""

from functools import partial

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import refusals as kinds
from mfa_enroll.words import handing_over as texts
from mfa_enroll.words.labels import CODES_NOT_ACCEPTED, SCANNED
from mfa_enroll.words.troubles.page import SEND, WHEN_DONE, Pages, TroublePage, add_pages, says, trouble_page

_WHEN_TAKEN_AWAY = "When your administrator has taken the device away, run mfa-enroll again to set up a new one."
_IT_LOOKS = "Run mfa-enroll again: it looks at what is there and goes on from that."
_PHONE_TIME = "Check that the phone sets its time automatically."
_SHOW_PAGE = "If it stays so, show this page to your administrator."

_PAGES: Pages = {
    kinds.TurningOffDenied: says(
        "AWS did not let the device be turned off",
        f"AWS denied {Call.DEACTIVATE} even to someone signed in with MFA. The device is still on.",
        "Try again with a new code from your app.",
        "If that fails: send the text below to your administrator. It is printed again when you leave.",
        WHEN_DONE,
        hand_over=partial(texts.request_for_policy, call=Call.DEACTIVATE),
    ),
    kinds.DeletionDenied: says(
        "Your policy does not let you delete this device",
        f"AWS denied {Call.DELETE}. The device stays as it is, and so does its entry in your app.",
        f"If its entry is in your app: go back, or run mfa-enroll again, and choose “{SCANNED}”. Its codes turn the "
        "device on without anyone’s help.",
        "If it is not: send the text below to your administrator. It is printed again when you leave.",
        WHEN_DONE,
        hand_over=texts.request_for_deletion,
    ),
    kinds.IdentityDenied: says(
        "AWS does not say who you are",
        "AWS denied even the question who is calling. No user policy does that; a network’s policy can.",
        "Try another network: outside the VPN or the company network.",
        "Otherwise show this page to your administrator: a VPC endpoint policy may restrict AWS STS.",
    ),
    kinds.NameTaken: says(
        "The device is there already",
        "AWS already has an MFA device named {user.name}: in use, or left over from an earlier attempt.",
        _IT_LOOKS,
    ),
    kinds.DeviceOnAlready: says(
        "The device is there already",
        "An MFA device named {user.name} is turned on already.",
        _IT_LOOKS,
    ),
    kinds.DeviceNotFound: says(
        "AWS does not find the device",
        "The MFA device {user.device_serial}, or the user itself, is not there, or AWS has not caught up with a "
        "change.",
        "Wait half a minute, then try again.",
        "If it stays so, ask your administrator whether there still is a user of your name.",
    ),
    kinds.DeviceNotOn: says(
        "The device is not on any more",
        "AWS finds no MFA device {user.device_serial} that is turned on for you. Nothing was changed.",
        "Try again, or run mfa-enroll again: it looks at what is on and goes on from that.",
        "If you did not turn it off yourself, ask your administrator who did.",
    ),
    kinds.DeviceInUse: says(
        "The device is in use",
        "An MFA device that is turned on cannot be deleted. If you still have its entry in your authenticator app, MFA "
        "is on and goes on working.",
        "If you have lost it: send the text below to your administrator. It is printed again when you leave.",
        _WHEN_TAKEN_AWAY,
        hand_over=texts.request_for_removal,
    ),
    kinds.TooManyDevices: says(
        "You have as many MFA devices as AWS allows",
        f"A user can have {MAXIMUM} MFA devices, and yours are all in use.",
        SEND,
        WHEN_DONE,
        hand_over=texts.request_for_one_fewer,
    ),
    kinds.AccountFull: says(
        "The account has no room for more MFA devices",
        "The account’s quota of virtual MFA devices is used up. Devices that were never turned on count too.",
        SEND,
        WHEN_DONE,
        hand_over=texts.request_for_room,
    ),
    kinds.LimitReached: says(
        "A limit of the account is reached",
        "AWS refused this because a quota of the account is used up. Nothing was changed by this call.",
        "Try again in a few minutes.",
        _SHOW_PAGE,
    ),
    kinds.CodePairRefused: says(
        "AWS did not accept the codes",
        "The two codes do not belong to this device, or were not two codes shown one right after the other.",
        "Check that the codes come from the entry that was scanned just now, and try again with two new ones.",
        "If that fails again, delete the entry in your app and start with a fresh QR code.",
        _PHONE_TIME,
    ),
    kinds.ResyncRefused: says(
        "AWS did not accept the codes",
        "The two codes do not belong to this device, were not two codes shown one right after the other, or were used "
        "before.",
        "Check that the codes come from the app’s entry for {user.name}, and try again with two new ones.",
        _PHONE_TIME,
        "If it never works, send the text below to your administrator. It is printed again when you leave.",
        _WHEN_TAKEN_AWAY,
        hand_over=texts.request_for_removal,
    ),
    kinds.CodeRefused: says(
        "AWS did not accept the code",
        "It may be of another entry in the app, or one that was used before: AWS takes each code once. Or the phone’s "
        "clock is wrong. AWS does not say which.",
        "Wait for the next code of the device that was asked for, and try again with that.",
        _PHONE_TIME,
        "After several tries AWS pauses for some minutes, and it takes half a minute to learn of a new device.",
        f"If codes are never accepted, run mfa-enroll and choose “{CODES_NOT_ACCEPTED}”.",
    ),
    kinds.PasswordDenied: says(
        "AWS did not change the password",
        "Most likely the current password was not typed right. It may also be that a policy does not allow "
        f"{Call.CHANGE_PASSWORD}: AWS does not say which.",
        "Try again, and look at Caps Lock and the keyboard’s language while you type the current password.",
        "If you do not know it any more, ask your administrator for a new one.",
        "If you are sure of it, send the text below to your administrator. It is printed again when you leave.",
        hand_over=partial(texts.request_for_policy, call=Call.CHANGE_PASSWORD),
    ),
    kinds.PasswordUnfit: says(
        "AWS does not take this new password",
        "It does not keep to the account’s rules for passwords. Your password was not changed.",
        "Try again with a longer one, with capital and small letters, numbers and symbols.",
        "Choose one that you have not had before, and that is neither the account’s name nor an e-mail address.",
        "If none is taken, ask your administrator for the account’s password policy.",
    ),
    kinds.NoConsolePassword: says(
        "Your user has no console password",
        "There is no password to change: {user.name} signs in to AWS with access keys only.",
        "If you do not use the AWS console, nothing is missing.",
        "If you need it, send the text below to your administrator. It is printed again when you leave.",
        hand_over=texts.request_for_password,
    ),
    kinds.CredentialsWithoutPassword: says(
        "These credentials have no password",
        "AWS changes passwords of IAM users alone, and does not take the credentials in use for a user’s.",
        "Leave, and run it with an access key of your own user: {password_with_own_key}.",
    ),
    kinds.PasswordChangedJustNow: says(
        "The password cannot be changed just now",
        "Your user or its password was made or changed a moment ago, and AWS takes no other change so soon. Nothing "
        "was changed.",
        "Wait some minutes, then try again.",
    ),
    kinds.AccountInactive: says(
        "The account or region is not active",
        "AWS knows the access key, but this account, or this region for it, is not switched on.",
        "Leave, and run it with a region that is always on: mfa-enroll --region us-east-1.",
        "Otherwise ask your administrator to look at the account’s state in the AWS console.",
    ),
    kinds.RequestRefused: says(
        "AWS did not accept the request",
        "AWS refused it for a reason this program does not know. Nothing was changed by this call.",
        "Try again in a minute.",
        _SHOW_PAGE,
    ),
}
add_pages(_PAGES)

_DENIED = {
    Call.LIST: "You may not look at your own MFA devices: AWS denied {call}.",
    Call.CREATE: "You may not create an MFA device of your name: AWS denied {call}.",
    Call.RESYNC: "You may not bring your own MFA device in step with your phone: AWS denied {call}.",
    Call.PASSWORD_POLICY: "You may not look at the account’s rules for passwords: AWS denied {call}.",
}
"""By the calls that a policy may deny and whose denial has no page of its own. Sessions need no permission."""


@trouble_page.register
def _(trouble: kinds.PolicyDeniesCall) -> TroublePage:
    return TroublePage(
        "Your policy does not allow this",
        _DENIED[trouble.call].format(call=trouble.call),
        (SEND, WHEN_DONE),
        texts.request_for_policy(trouble, trouble.call),
    )


@trouble_page.register
def _(trouble: kinds.TurningOnDenied) -> TroublePage:
    heading = "AWS did not let the device be turned on"
    if trouble.needs_mfa:
        return TroublePage(
            heading,
            "Meanwhile a device of yours is on, and AWS then takes such a change only from someone signed in with MFA.",
            (_IT_LOOKS,),
        )
    happened = f"A policy does not allow {Call.ENABLE}. The device is made, and not turned on."
    if trouble.needs_mfa is None:
        happened = f"A policy may not allow {Call.ENABLE}. Or MFA is on already: AWS has not said."
    return TroublePage(heading, happened, (SEND, WHEN_DONE), texts.request_for_policy(trouble, Call.ENABLE))
