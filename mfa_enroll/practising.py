"""What practice brings in place of AWS: an account on loopback, a phone, and AWS files of its own."""

import secrets
import time
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.secret import Secret
from mfa_enroll.policy.context import IAM_REGIONS
from mfa_enroll.practice.phone import Phone
from mfa_enroll.words.practice import console_password

if TYPE_CHECKING:
    from mfa_enroll.aws.account import AwsAccount
    from mfa_enroll.files.profiles import SharedProfiles


class Practising:
    """A place to practise in, until it is closed.

    Args:
        rehearsal: What :class:`PracticeAccount` is to be told, such as the user's policies. The entry of a device that
            it starts with is on the phone.
    """

    def __init__(self, **rehearsal: Any) -> None:  # noqa: ANN401 -- as PracticeAccount has them
        self._rehearsal = rehearsal
        self._password = Secret(f"Practice-{secrets.randbelow(9000) + 1000}")
        self._stack = ExitStack()
        self.phone = Phone(time.time, notes=(console_password(self._password),))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def way(self) -> "tuple[AwsAccount, SharedProfiles]":
        """Open the account; called when the first page has been painted, and again only where it raises.

        Raises:
            Stopped: There is no folder for its AWS files.
        """
        from mfa_enroll.aws.account import AwsAccount  # noqa: PLC0415 - the first page does without
        from mfa_enroll.domain.options import Options  # noqa: PLC0415 - the first page does without
        from mfa_enroll.domain.trouble import Stopped  # noqa: PLC0415 - likewise
        from mfa_enroll.domain.troubles.files import NoTemporaryFolder  # noqa: PLC0415 - likewise
        from mfa_enroll.files.profiles import SharedProfiles  # noqa: PLC0415 - likewise
        from mfa_enroll.practice.account import PracticeAccount  # noqa: PLC0415 - likewise
        from mfa_enroll.practice.server import PracticeServer  # noqa: PLC0415 - likewise
        from mfa_enroll.practice_folder import practice_folder  # noqa: PLC0415 - likewise

        try:
            files = self._stack.enter_context(practice_folder())
        except OSError:
            files = None
        if files is None:
            raise Stopped(NoTemporaryFolder())
        practice = PracticeAccount(password=self._password, **self._rehearsal)
        for device in practice.devices.values():
            self.phone.scan(provisioning_uri(practice.user, device.seed))
        server = self._stack.enter_context(PracticeServer(practice))
        account = AwsAccount(
            Options(
                region=IAM_REGIONS[practice.user.partition],
                endpoint_url=server.url,
                access_key_id=practice.access_key_id,
                secret_access_key=practice.secret_access_key,
            )
        )
        return account, SharedProfiles.in_directory(files)
