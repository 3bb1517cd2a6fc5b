package waypost.protocol.imap;

import java.util.List;
import waypost.message.Envelope;
import waypost.message.Envelope.Address;

/**
 * Writer of the envelope structure of RFC 3501 §7.4.2. Date, subject, in-reply-to and message-id are NIL where the field is absent and ""
 * where it is there but empty (RFC 9051 §7.5.2).
 */
final class EnvelopeWriter {
    private EnvelopeWriter() {}

    static void write(ImapStrings line, Envelope envelope) {
        List<Address> from = envelope.from();
        line.ascii('(').nstring(envelope.date()).ascii(' ').nstring(envelope.subject());
        addresses(line, from);
        // RFC 3501 §7.4.2: sender and reply-to default to from.
        addresses(line, envelope.sender().isEmpty() ? from : envelope.sender());
        addresses(line, envelope.replyTo().isEmpty() ? from : envelope.replyTo());
        addresses(line, envelope.to());
        addresses(line, envelope.cc());
        addresses(line, envelope.bcc());
        line.ascii(' ')
                .nstring(envelope.inReplyTo())
                .ascii(' ')
                .nstring(envelope.messageId())
                .ascii(')');
    }

    private static void addresses(ImapStrings line, List<Address> addresses) {
        line.ascii(' ');
        if (addresses.isEmpty()) {
            line.nil();
            return;
        }
        line.ascii('(');
        for (Address address : addresses) {
            address(line, address);
        }
        line.ascii(')');
    }

    private static void address(ImapStrings line, Address address) {
        switch (address) {
            // A host of NIL would make a group of it, so a missing domain is "".
            case Address.Mailbox(var name, var route, var local, var domain) ->
                line.ascii('(')
                        .nstring(name)
                        .ascii(' ')
                        .nstring(route)
                        .ascii(' ')
                        .string(local)
                        .ascii(' ')
                        .string(domain)
                        .ascii(')');
            case Address.GroupStart(var name) ->
                line.ascii("(NIL NIL ").string(name).ascii(" NIL)");
            case Address.GroupEnd() -> line.ascii("(NIL NIL NIL NIL)");
        }
    }
}
