"""Which entities and which claims of different reports are one thing. What that means is ``compare``'s to say."""

from dateline.match.claims import match_claims, order
from dateline.match.entities import Linked, link_entities
from dateline.match.scene import Scene, interval, is_length

__all__ = ["Linked", "Scene", "interval", "is_length", "link_entities", "match_claims", "order"]
