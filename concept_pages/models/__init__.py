"""What is kept: pages, services, roles, attachments and the index of answers; sessions."""

from .answer_entry import AnswerEntry
from .attachment import Attachment
from .audit_entry import AuditEntry
from .concept_page import ConceptIndexPage, ConceptPage, ServiceGroupPage
from .deputyship import Deputyship
from .directory import DirectoryAccount, DirectoryGroup
from .home import HomePage
from .indexed_word import IndexedWord
from .open_session import OpenSession
from .password_state import PasswordState
from .readable_text import ReadableText
from .role import Role, RoleAssignment
from .service import Department, Service, ServiceDependency
from .template_page import QuestionGroupPage, TemplateIndexPage, TemplatePage

__all__ = [
    "AnswerEntry",
    "Attachment",
    "AuditEntry",
    "ConceptIndexPage",
    "ConceptPage",
    "Department",
    "Deputyship",
    "DirectoryAccount",
    "DirectoryGroup",
    "HomePage",
    "IndexedWord",
    "OpenSession",
    "PasswordState",
    "QuestionGroupPage",
    "ReadableText",
    "Role",
    "RoleAssignment",
    "Service",
    "ServiceDependency",
    "ServiceGroupPage",
    "TemplateIndexPage",
    "TemplatePage",
]
