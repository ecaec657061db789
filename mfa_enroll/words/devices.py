"""What kinds of devices are called."""

from mfa_enroll.domain.device import DeviceKind

KINDS = {
    DeviceKind.VIRTUAL: "authenticator app",
    DeviceKind.FIDO: "passkey or security key",
    DeviceKind.HARDWARE: "hardware token",
}
