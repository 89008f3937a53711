"""What is printed: one Document, many formats.

document    the printed thing as frozen dataclasses; the only thing a format sees
richtext    Markdown to blocks               saying     one answer to blocks
concept     a release to a Document: visibility and confidentiality are decided here, once
template    a template's release to a Document       changes  what differs from the release before
markup      blocks to HTML                   formats    FORMATS: a Document to the bytes of a file
cache       a file or fragment of a release is rendered once and kept
"""
