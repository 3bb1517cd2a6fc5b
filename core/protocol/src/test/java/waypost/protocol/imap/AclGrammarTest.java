package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.ImapCommand.ListMailboxes;
import waypost.protocol.imap.MailboxAcl.Change;

/** RFC 4314 §7, RFC 8440 §5. */
class AclGrammarTest {
    private static ImapCommand parse(String command) {
        return parse(command, ImapExtensions.ALL);
    }

    private static ImapCommand parse(String command, ImapExtensions extensions) {
        byte[] octets = ("a " + command).getBytes(StandardCharsets.ISO_8859_1);
        return ImapParser.parse(octets, extensions).command();
    }

    private static ImapCommand acl(AclCommand command) {
        return new ImapCommand.Acl(command);
    }

    private static MailboxRights rights(MailboxRight... rights) {
        return MailboxRights.of(rights);
    }

    @Test
    void commands() {
        assertEquals(
                acl(new AclCommand.Set("INBOX", "bob", Change.REPLACE, rights(MailboxRight.LOOKUP, MailboxRight.READ))),
                parse("SETACL inbox bob lr"));
        assertEquals(
                acl(new AclCommand.Set("x", "a b", Change.ADD, rights(MailboxRight.SEEN))),
                parse("setacl x \"a b\" {2}\r\n+s"));
        assertEquals(acl(new AclCommand.Set("x", "-b", Change.REMOVE, MailboxRights.NONE)), parse("SETACL x -b -"));
        assertEquals(acl(new AclCommand.Set("x", "b", Change.REPLACE, MailboxRights.NONE)), parse("SETACL x b \"\""));
        assertEquals(acl(new AclCommand.Delete("x", "\u00fc")), parse("DELETEACL x {2}\r\n\u00c3\u00bc"));
        assertEquals(acl(new AclCommand.Get("&-")), parse("GETACL &--"));
        assertEquals(acl(new AclCommand.ListRights("x", "anyone")), parse("LISTRIGHTS x anyone"));
        assertEquals(acl(new AclCommand.MyRights("x")), parse("MYRIGHTS x"));
        assertEquals(
                new ListMailboxes(Set.of(), "", List.of("%"), Set.of(ListMailboxes.Return.MYRIGHTS), List.of()),
                parse("LIST \"\" % RETURN (MYRIGHTS)"));
    }

    /** RFC 4314 §2.1.1: what the rights of RFC 2086 stand for, and where they are told. */
    @ParameterizedTest
    @CsvSource({
        "c,kxc",
        "d,ted",
        "cd,kxtecd",
        "k,kc",
        "e,ed",
        "lrswipcda,lrswipkxtecda",
        "atexkpiwsrl,lrswipkxtecda",
        "lrsa,lrsa",
        "'',''"
    })
    void obsoleteRights(String written, String told) {
        var command = assertInstanceOf(ImapCommand.Acl.class, parse("SETACL x b \"" + written + "\""));
        var set = assertInstanceOf(AclCommand.Set.class, command.command());
        assertEquals(told, set.rights().text());
    }

    /** §5.1.1: only who announces them knows the rights that RFC 2086 did not. */
    @ParameterizedTest
    @ValueSource(strings = {"t", "e", "x", "k", "lrk"})
    void newerRights(String written) {
        assertInstanceOf(ImapCommand.Acl.class, parse("SETACL x b " + written));
        ImapExtensions older = ImapExtensions.ALL.without(ImapExtension.ACL_TEXK);
        assertInstanceOf(ImapCommand.Malformed.class, parse("SETACL x b " + written, older));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SETACL",
                "SETACL x",
                "SETACL x b",
                "SETACL x b lr lr",
                "SETACL x b lQr",
                "SETACL x b lqr",
                "SETACL x b 0",
                "SETACL x b L",
                "SETACL x b ++l",
                "SETACL x b l+r",
                "SETACL x \"\" l",
                "SETACL x \" \" l",
                "SETACL x {1}\r\n\u0001 l",
                "SETACL x {1}\r\n\u00fc l",
                "DELETEACL x",
                "DELETEACL x b l",
                "GETACL",
                "GETACL x y",
                "LISTRIGHTS x",
                "LISTRIGHTS x b l",
                "MYRIGHTS",
                "MYRIGHTS x b",
                "LIST \"\" % RETURN (MYRIGHTS l)",
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SETACL x b l", "DELETEACL x b", "GETACL x", "LISTRIGHTS x b", "MYRIGHTS x"})
    void notOffered(String command) {
        ImapExtensions without = ImapExtensions.ALL.without(ImapExtension.ACL);
        assertInstanceOf(ImapCommand.Unknown.class, parse(command, without));
        assertInstanceOf(ImapCommand.Malformed.class, parse("LIST \"\" % RETURN (MYRIGHTS)", without));
    }
}
