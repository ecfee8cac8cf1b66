"""The console (网页控制台): server-rendered pages over the same store and rules as the HTTP interface."""
