"""Services and guides: what residents can get done, and how."""

from portal.services.models.guide import Guide, GuideAnswer, GuideNode
from portal.services.models.service import Service, ServiceArea, ServiceFacility

__all__ = ["Guide", "GuideAnswer", "GuideNode", "Service", "ServiceArea", "ServiceFacility"]
