import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** The form of a record beside the picture in which it was opened, which stays in sight. */
export class SideForm extends FormViewDialog {
    static template = "kam_planning.SideForm";
}
