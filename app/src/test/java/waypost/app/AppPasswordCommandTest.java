package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.app.Site.Ended;
import waypost.config.Configuration;
import waypost.identity.AccountName;
import waypost.identity.AppPassword;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.store.Outcome;
import waypost.store.Store;

/** {@code waypost user app-password} and {@code waypost user totp}. */
final class AppPasswordCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void account() throws IOException, Complaint {
        site = Site.in(folder);
        Configuration configuration = Configured.read(Path.of(site.config()));
        try (Store store = Store.open(
                configuration.volumes().stream().map(StoreRole::spec).toList(),
                Store.Settings.STANDARD,
                InstantSource.system())) {
            var created = store.accounts()
                    .create(new DirectoryId("anna"), new AccountName("anna", "example.net"), 1, Optional.empty());
            assertTrue(created instanceof Outcome.Done, created.toString());
        }
    }

    private Ended run(String... arguments) {
        return site.run(Stream.of(List.of("user"), List.of(arguments), List.of("--config", site.config()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private String ran(String... arguments) {
        Ended ended = run(arguments);
        assertEquals(Main.DONE, ended.status(), ended.out() + ended.err());
        return ended.out();
    }

    private AppPassword added(String... options) {
        String[] all = Stream.concat(Stream.of("app-password", "add", "anna", "--label"), Stream.of(options))
                .toArray(String[]::new);
        return AppPassword.of(new Secret(ran(all).strip())).orElseThrow();
    }

    private void makesAndRevokes() {
        assertEquals("", ran("app-password", "list", "anna"));
        AppPassword phone = added("Phone");
        AppPassword desk = added(
                "Desk, 2nd floor",
                "--services",
                "imap,submission",
                "--networks",
                "192.0.2.0/24,2001:db8::/32",
                "--expires",
                "2027-01-31T18:00:00Z");
        String list = ran("app-password", "list", "Anna@EXAMPLE.net");
        assertTrue(list.contains(phone.id() + " Phone: all services, from everywhere, made 20"), list);
        assertTrue(
                list.contains(
                        desk.id() + " Desk, 2nd floor: imap submission, from 192.0.2.0/24 2001:db8:0:0:0:0:0:0/32,"
                                + " until 2027-01-31T18:00:00Z, made 20"),
                list);
        assertFalse(list.contains(phone.secret().value()), list);
        assertEquals(phone.id() + " revoked\n", ran("app-password", "revoke", "anna", "--id", phone.id()));
        assertEquals(
                new Ended(Main.FAILED, "There is no app password " + phone.id() + ".\n", ""),
                quiet(run("app-password", "revoke", "anna", "--id", phone.id())));
        assertEquals(desk.id() + " revoked\n", ran("app-password", "revoke", "anna", "--all"));
        assertEquals("", ran("app-password", "list", "anna"));
    }

    private static Ended quiet(Ended ended) {
        return new Ended(ended.status(), ended.out(), "");
    }

    private void switchesOnAndOff() {
        assertEquals("anna@example.net has no second factor\n", ran("totp", "show", "anna"));
        String[] shown = ran("totp", "enable", "anna").split("\n");
        assertTrue(shown[0].matches("[A-Z2-7]{32}"), shown[0]);
        assertEquals(
                "otpauth://totp/example.net:anna%40example.net?secret=" + shown[0]
                        + "&issuer=example.net&algorithm=SHA1&digits=6&period=30",
                shown[1]);
        Ended again = run("totp", "enable", "anna");
        assertEquals(Main.FAILED, again.status());
        assertTrue(again.err().contains("has a second factor already"), again.err());
        String show = ran("totp", "show", "anna");
        assertTrue(show.startsWith("anna@example.net: second factor since 20"), show);
        assertFalse(show.contains(shown[0]), show);
        assertEquals("anna@example.net: the password alone is enough again\n", ran("totp", "disable", "anna"));
        assertEquals("anna@example.net has no second factor\n", ran("totp", "disable", "anna"));
    }

    @Test
    void theNodeDoesItWhereItRuns() throws Complaint {
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals("mail1", node.name().value());
            makesAndRevokes();
            switchesOnAndOff();
        }
    }

    @Test
    void theCommandDoesItWhereTheNodeDoesNotRun() {
        makesAndRevokes();
        switchesOnAndOff();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--services=smtp",
                "--services=imaps",
                "--networks=everywhere",
                "--networks=10.0.0.0/33",
                "--expires=never",
                "--label=",
            })
    void whatCannotBeMeantIsSaid(String option) {
        Ended wrong = option.startsWith("--label")
                ? run("app-password", "add", "anna", option)
                : run("app-password", "add", "anna", "--label", "Phone", option);
        assertEquals(Main.WRONG, wrong.status(), wrong.out() + wrong.err());
        assertEquals("", ran("app-password", "list", "anna"));
    }

    @Test
    void whoHasNoMailboxHereHasNone() {
        Ended ended = run("app-password", "add", "bert", "--label", "Phone");
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.err().contains("There is no account bert@example.net on these volumes."), ended.err());
    }
}
