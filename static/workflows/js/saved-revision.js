/* After an autosave the form stands on the revision it has just saved, not on the one it was opened
   with; otherwise "Save draft" would take one's own autosave for somebody else's. */
document.addEventListener('w-autosave:success', ({ detail }) => {
  const { revision_id: id, revision_created_at: at } = detail.response;
  const assign = (name, value) => {
    const input = document.querySelector(`form[data-edit-form] [name="${name}"]`);
    if (input && value) input.value = value;
  };
  assign('loaded_revision_id', id);
  assign('loaded_revision_created_at', at);
});
