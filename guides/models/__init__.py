"""Mini-guides (how to do it) and success stories (who did it here), and what readers and members say of them."""

from guides.models.advice import AdviceRequest
from guides.models.amendment import Amendment
from guides.models.article import WORDS_A_MINUTE, ArticlePage
from guides.models.changes import GuideChange
from guides.models.feedback import Feedback
from guides.models.guide import GuideContributor, GuideIndexPage, GuidePage, GuidePartPage, GuideTag
from guides.models.story import StoryIndexPage, StoryPage, StoryPhoto, StoryStructure, StoryTag
from guides.models.telling import Telling

__all__ = [
    "WORDS_A_MINUTE",
    "AdviceRequest",
    "Amendment",
    "ArticlePage",
    "Feedback",
    "GuideChange",
    "GuideContributor",
    "GuideIndexPage",
    "GuidePage",
    "GuidePartPage",
    "GuideTag",
    "StoryIndexPage",
    "StoryPage",
    "StoryPhoto",
    "StoryStructure",
    "StoryTag",
    "Telling",
]
