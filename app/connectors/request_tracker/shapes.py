"""What Request Tracker's JSON looks like, as far as we read it."""

from typing import NotRequired, TypedDict


class Field(TypedDict):
    """A custom field and its values."""

    id: str
    name: str
    values: list[str]


class Named(TypedDict):
    """A reference to a record; users' ids are their logins, where they are not numbers."""

    id: str
    Name: NotRequired[str]


class RequestorItem(TypedDict):
    id: str
    Name: str
    RealName: str
    EmailAddress: str
    Organization: str
    CustomFields: list[Field] | str  # an empty string where there are none


class TicketItem(TypedDict):
    """A ticket in a search result, with `TICKET_FIELDS` asked for."""

    id: str
    Subject: str
    Status: str
    Queue: Named
    Owner: Named
    Requestor: list[RequestorItem] | None
    Cc: list[Named] | None
    Priority: str
    Created: str
    LastUpdated: str
    Resolved: str
    Due: str
    Told: str
    SLA: str
    CustomFields: list[Field] | str


class TransactionItem(TypedDict):
    """One entry of a ticket's history."""

    id: str
    Type: str
    Field: str
    OldValue: str
    NewValue: str
    Created: str
    Creator: Named
    ObjectId: str


class AttachmentItem(TypedDict):
    """One part of a message, without what it holds; parts are nested, and come in the order of the mail."""

    id: str
    TransactionId: str
    ContentType: str
    Filename: str
    ContentLength: str


class UserRecord(TypedDict):
    id: int
    Name: str
    RealName: str
    EmailAddress: str
    Privileged: int
    Disabled: str


TICKET_FIELDS = (
    "Subject,Status,Queue,Owner,Requestor,Cc,Priority,Created,LastUpdated,Resolved,Due,Told,SLA,CustomFields"
)
TICKET_SUBFIELDS = {
    "fields[Queue]": "Name",
    "fields[Owner]": "Name",
    "fields[Requestor]": "Name,RealName,EmailAddress,Organization,CustomFields",
    "fields[Cc]": "Name",
}
TRANSACTION_FIELDS = "Type,Field,OldValue,NewValue,Created,Creator,ObjectId"
ATTACHMENT_FIELDS = "TransactionId,ContentType,Filename,ContentLength"
