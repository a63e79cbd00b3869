"""The parts of the forecast, each put together by a file of its own."""
