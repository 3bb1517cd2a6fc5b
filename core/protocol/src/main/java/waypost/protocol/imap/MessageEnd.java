package waypost.protocol.imap;

import waypost.protocol.imap.AppendMessage.Data;
import waypost.protocol.imap.ImapCommand.Tagged;

/** What has to stand behind the octets of a message, in the command with this tag. */
record MessageEnd(String tag, Data data) {
    static MessageEnd of(Tagged tagged) {
        Data data = switch (tagged.command()) {
            case ImapCommand.Append append -> append.first().data();
            case ImapCommand.Replace replace -> replace.message().data();
            case ImapCommand _ -> Data.LITERAL;
        };
        return new MessageEnd(tagged.tag(), data);
    }

    MessageEnd followedBy(AppendMessage next) {
        return new MessageEnd(tag, next.data());
    }

    void read(Tokens in) throws SyntaxError {
        switch (data) {
            case LITERAL -> {}
            case UTF8 -> in.expect(')');
        }
    }
}
