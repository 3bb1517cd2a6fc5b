package waypost.protocol.imap;

import java.util.List;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.message.MimeFields;
import waypost.message.MimeFields.Disposition;
import waypost.message.MimeFields.Parameter;

/** Writer of the body structure of RFC 3501 §7.4.2: BODY, or BODYSTRUCTURE with extension data. */
final class StructureWriter {
    private enum Form {
        BODY,
        BODYSTRUCTURE
    }

    private final ImapStrings line;
    private final Form form;
    private final Enabled enabled;

    private StructureWriter(ImapStrings line, Form form, Enabled enabled) {
        this.line = line;
        this.form = form;
        this.enabled = enabled;
    }

    static StructureWriter plain(ImapStrings line, Enabled enabled) {
        return new StructureWriter(line, Form.BODY, enabled);
    }

    static StructureWriter extended(ImapStrings line, Enabled enabled) {
        return new StructureWriter(line, Form.BODYSTRUCTURE, enabled);
    }

    void write(Part part) {
        line.ascii('(');
        if (part.fields().multipart()) {
            multipart(part);
        } else {
            single(part);
        }
        line.ascii(')');
    }

    private void multipart(Part part) {
        for (Part child : part.parts()) {
            write(child);
        }
        line.ascii(' ').string(part.fields().subtype());
        if (form == Form.BODYSTRUCTURE) {
            line.ascii(' ');
            parameters(part.fields().parameters());
            extension(part.fields());
        }
    }

    private void single(Part part) {
        MimeFields fields = part.fields();
        line.string(fields.type()).ascii(' ').string(fields.subtype()).ascii(' ');
        parameters(fields.parameters());
        line.ascii(' ').nstring(fields.id()).ascii(' ').nstring(fields.description());
        line.ascii(' ').string(fields.encoding()).ascii(' ').number(part.bodyLength());
        if (fields.is("message", "rfc822") || enabled.rev2() && fields.is("message", "global")) {
            // RFC 3501 §9 body-type-msg does not know message/global, RFC 9051 does.
            for (Enclosed enclosed : part.message()) {
                line.ascii(' ');
                EnvelopeWriter.write(line, enclosed.envelope());
                line.ascii(' ');
                write(enclosed.part());
                line.ascii(' ').number(part.lines());
            }
        } else if (fields.text()) {
            line.ascii(' ').number(part.lines());
        }
        if (form == Form.BODYSTRUCTURE) {
            line.ascii(' ').nstring(fields.md5());
            extension(fields);
        }
    }

    private void extension(MimeFields fields) {
        line.ascii(' ');
        if (fields.disposition().isPresent()) {
            Disposition disposition = fields.disposition().get();
            line.ascii('(').string(disposition.type()).ascii(' ');
            parameters(disposition.parameters());
            line.ascii(')');
        } else {
            line.nil();
        }
        line.ascii(' ');
        languages(fields.languages());
        line.ascii(' ').nstring(fields.location());
    }

    private void languages(List<String> languages) {
        if (languages.isEmpty()) {
            line.nil();
            return;
        }
        char before = '(';
        for (String language : languages) {
            line.ascii(before).string(language);
            before = ' ';
        }
        line.ascii(')');
    }

    /** RFC 9051 §7.5.2 wants continuations of RFC 2231 joined; RFC 3501 leaves them to the client. */
    private void parameters(List<Parameter> stored) {
        List<Parameter> parameters = enabled.rev2() ? ContinuedParameters.joined(stored) : stored;
        if (parameters.isEmpty()) {
            line.nil();
            return;
        }
        char before = '(';
        for (Parameter parameter : parameters) {
            line.ascii(before).string(parameter.name()).ascii(' ').string(parameter.value());
            before = ' ';
        }
        line.ascii(')');
    }
}
