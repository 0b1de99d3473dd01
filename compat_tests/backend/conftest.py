"""Settings of hypothesis, which draws shapes and arguments here."""

from hypothesis import HealthCheck, settings

# What is drawn is the same each time, and no clock decides: it judges the machine.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
