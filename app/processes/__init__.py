"""Supervision of child processes: started in order, kept alive, stopped in reverse, never left behind.

Nothing here knows what the services are; `app.engines` brings the databases, `revtrace up` the API and the worker.
"""

from app.processes.service import Diagnosis, Service
from app.processes.supervisor import Supervisor

__all__ = ["Diagnosis", "Service", "Supervisor"]
