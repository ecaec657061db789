"""What starting the program costs."""

import subprocess
import sys


def test_boto3_is_not_loaded_at_import() -> None:
    """The account can be imported and made without boto3, botocore or urllib3."""
    program = (
        "import sys\n"
        "from mfa_enroll.aws.account import AwsAccount\nfrom mfa_enroll.domain.options import Options\n"
        "AwsAccount(Options(profile='work'))\n"
        "heavy = {'boto3', 'botocore', 'urllib3', 's3transfer'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, and the program above
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "[]\n"
