from portal.home.models.pages import HomePage, StandardPage
from portal.home.models.site_settings import SiteSettings, SocialLink

__all__ = ["HomePage", "SiteSettings", "SocialLink", "StandardPage"]
