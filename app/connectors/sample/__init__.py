"""The sample workspace: a helpdesk that lives in files, so that Warmline can be tried without one."""

from app.connectors.sample.connector import SampleConnector

__all__ = ["SampleConnector"]
