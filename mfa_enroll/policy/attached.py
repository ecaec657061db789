"""All policies that bear on one user, by their kinds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mfa_enroll.policy.decision import Policy, Request, Source, Verdict, decide


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies that bear on one user."""

    identity: tuple[Policy, ...]
    boundary: Policy | None = None
    service_control: tuple[Policy, ...] = ()

    def decide(self, request: Request) -> Verdict:
        """What they decide together; raises as ``decide``."""
        return decide(self.identity, request, boundary=self.boundary, service_control=self.service_control)

    def of(self, source: Source) -> tuple[Policy, ...]:
        """Those of one kind."""
        if source is Source.IDENTITY:
            return self.identity
        if source is Source.SERVICE_CONTROL:
            return self.service_control
        return () if self.boundary is None else (self.boundary,)

    def all(self) -> Iterator[tuple[Source, int, Policy]]:
        """Each policy with its kind and its place among those of its kind."""
        for source in Source:
            for index, policy in enumerate(self.of(source)):
                yield source, index, policy

    def exchanging(self, source: Source, index: int, policy: Policy) -> "Policies":
        """The same, with another policy in one place; at the end where there is none yet."""
        kind = list(self.of(source))
        kind[index : index + 1] = [policy]
        if source is Source.IDENTITY:
            return replace(self, identity=tuple(kind))
        if source is Source.SERVICE_CONTROL:
            return replace(self, service_control=tuple(kind))
        return replace(self, boundary=policy)
