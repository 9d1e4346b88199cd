"""The template tag that prints a part of another document inside this one."""

from __future__ import annotations

from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token

from .filters import register


class _Inside(Node):
    """Prints its body with the names of a dict in front of those of the page."""

    def __init__(self, names: FilterExpression, body: NodeList) -> None:
        self.names = names
        self.body = body

    def render(self, context: Context) -> str:
        """The body as it stands in the other document."""
        with context.push(**self.names.resolve(context)):
            return str(self.body.render(context))


@register.tag
def inside(parser: Parser, token: Token) -> Node:
    """`{% inside line.context %}...{% endinside %}`: the dict's names are known up to the end tag only."""
    words = token.split_contents()
    if len(words) != 2:
        raise TemplateSyntaxError("Say {% inside NAMES %} with one dict.")
    body = parser.parse(("endinside",))
    parser.delete_first_token()
    return _Inside(parser.compile_filter(words[1]), body)
