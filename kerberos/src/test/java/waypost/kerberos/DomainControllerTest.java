package waypost.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.sasl.TicketContext.Accepted;
import waypost.testkit.SambaProcess;

/** Tickets of Samba as a domain controller of Active Directory: larger ones, with the groups of their users. */
@Tag("peers")
class DomainControllerTest {
    private static final String PASSWORD = "Way.post-2026";

    @TempDir
    static Path folder;

    /** As an administrator takes them out, for an account that has AES keys only. */
    private static Path keytab(String principal) throws IOException, InterruptedException {
        Path keytab = folder.resolve("services.keytab");
        Process export = new ProcessBuilder(
                        "/usr/bin/samba-tool",
                        "domain",
                        "exportkeytab",
                        keytab.toString(),
                        "--principal=" + principal,
                        "-s",
                        folder.resolve("etc/smb.conf").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, export.waitFor(), said);
        return keytab;
    }

    private static Path editor() throws IOException {
        Path editor = Files.writeString(folder.resolve("editor"), """
                #!/bin/sh
                sed -i '/^$/d' "$1"
                echo 'msDS-SupportedEncryptionTypes: 24' >> "$1"
                """);
        assertEquals(true, editor.toFile().setExecutable(true));
        return editor;
    }

    @Test
    void aTicketOfADomainSaysWhoItIs() throws Exception {
        try (SambaProcess samba = SambaProcess.first(folder, "server services = ldap, kdc")) {
            samba.tool("user", "create", "anna", PASSWORD);
            samba.tool("user", "create", "svc-waypost", PASSWORD);
            samba.tool("user", "edit", "svc-waypost", "--editor=" + editor());
            samba.tool("spn", "add", "imap/mail.example.test", "svc-waypost");
            Path configuration = Files.writeString(folder.resolve("krb5.conf"), """
                    [libdefaults]
                     default_realm = EXAMPLE.TEST
                     dns_lookup_kdc = false
                     udp_preference_limit = 1
                    [realms]
                     EXAMPLE.TEST = {
                      kdc = %s:88
                     }
                    """.formatted(samba.address()));
            Tickets tickets = new Tickets(new KerberosSettings(
                    keytab("imap/mail.example.test"),
                    "mail.example.test",
                    "EXAMPLE.TEST",
                    Map.of("EXAMPLE.TEST", "example.test")));
            assertEquals(
                    List.of("pop/mail.example.test@EXAMPLE.TEST"),
                    tickets.missing(Stream.of(TicketService.IMAP, TicketService.POP3)));
            Initiator anna = Initiator.by("anna@EXAMPLE.TEST", PASSWORD, configuration);
            Accepted accepted = tickets.begin(TicketService.IMAP)
                    .accept(anna.to("imap/mail.example.test@EXAMPLE.TEST").first());
            assertEquals(
                    "anna@example.test",
                    assertInstanceOf(Accepted.Established.class, accepted).user());
        }
    }
}
