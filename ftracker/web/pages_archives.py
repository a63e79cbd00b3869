"""What the page about archives says of them."""

from ftracker.web.display import Option

LEFT_OUT = (
    Option("doors", "Passwords, sessions, keys and invitations: they open this installation only."),
    Option("channels", "Where members hear of alerts: addresses and keys that are their own."),
    Option("answers", "Forecasts and sums: they are worked out anew."),
)
