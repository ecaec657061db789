"""A botocore session that holds what gives the credentials to the rules for addresses, as all its clients."""

import os
from typing import Any

import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import ContainerProvider, InstanceMetadataProvider
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from mfa_enroll.aws import endpoints
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.network import SettingUnusable

_CONTAINER, _MACHINE = "container_credentials_full_uri", "ec2_metadata_service_endpoint"
"""The settings of where a container and an EC2 instance get their keys."""

_SIGN_IN_SERVICES = frozenset({"sso", "sso-oidc", "signin"})
_SIGN_IN_OPERATIONS = frozenset({"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"})
"""What sends a token instead of a signature. (The same names in botocore's service descriptions.)"""


class GuardedSession(botocore.session.Session):
    """Makes clients, those of credential providers too, that call this machine past every proxy.

    A proxy elsewhere cannot reach this machine, and has no business with what stays on it. Each request is checked
    before it is sent: see :func:`endpoints.check` and, for what sends a token, :func:`endpoints.check_sign_in`.
    """

    def __init__(self, profile: str | None = None, session_vars: Any = None) -> None:  # noqa: ANN401 - as botocore has it
        super().__init__(session_vars, profile=profile)
        self.register("before-send", _check)

    def create_client(self, service_name: str, *args: Any, **how: Any) -> Any:  # noqa: ANN401 - as inherited
        """Make a client; the arguments are botocore's."""
        client = super().create_client(service_name, *args, **how)
        address = client.meta.endpoint_url
        if endpoints.is_loopback(address) and get_environ_proxies(address):
            how["config"] = (how.get("config") or Config()).merge(Config(proxies={}))
            client = super().create_client(service_name, *args, **how)
        return client

    def guard_metadata(self) -> None:
        """Hold the providers that are no clients to the same rules: from this machine alone, or by TLS.

        Proxies are passed by here too: one would answer with the keys of its own machine.
        """
        for provider in self.get_component("credential_provider").providers:
            # botocore offers no public way to set either.
            match provider:
                case ContainerProvider():
                    fetcher: Any = getattr(provider, "_fetcher")  # noqa: B009
                    fetcher._session = _MetadataSession(_CONTAINER, timeout=fetcher.TIMEOUT_SECONDS)  # noqa: SLF001
                case InstanceMetadataProvider():
                    fetcher = getattr(provider, "_role_fetcher")  # noqa: B009
                    fetcher._session = _MetadataSession(_MACHINE, timeout=fetcher._timeout)  # noqa: SLF001


class _MetadataSession(URLLib3Session):
    """Sends what asks for the keys of a container or a machine, without a proxy."""

    def __init__(self, setting: str, **how: Any) -> None:  # noqa: ANN401 - botocore's arguments
        super().__init__(**how)
        self._setting = setting

    def send(self, request: AWSRequest | AWSPreparedRequest) -> AWSResponse:
        """Send it, if the address is one of this machine's own.

        Raises:
            Stopped: It is another's, or none.
        """
        url = request.url or ""
        if endpoints.is_misleading(url) or (not endpoints.is_metadata(url) and endpoints.is_readable_on_the_way(url)):
            variable = f"AWS_{self._setting.upper()}"
            raise Stopped(SettingUnusable(name=self._setting, variable=variable if variable in os.environ else None))
        return super().send(request)


def _check(**event: Any) -> None:  # noqa: ANN401 - as botocore calls it
    _, service, operation = event["event_name"].split(".")
    url, set_by = event["request"].url, endpoints.set_by(None, service)
    endpoints.check(url, set_by)
    if service in _SIGN_IN_SERVICES or operation in _SIGN_IN_OPERATIONS:
        endpoints.check_sign_in(url, set_by)
