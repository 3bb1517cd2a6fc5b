package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.app.Site.Ended;

class MetricsCommandTest {
    private static final Path PAGE = Path.of(System.getProperty("waypost.repository"), "docs", "metrics.md");

    private static final String OTHERS =
            "nodes: [{name: mail1}, {name: old1, login: password, imap: \"127.0.0.1:1\", tls: none}]\n";

    @TempDir
    private Path folder;

    private static Ended metrics(Site site, String... options) {
        List<String> arguments = new ArrayList<>(List.of("metrics", "--config", site.config()));
        arguments.addAll(List.of(options));
        return site.run(arguments.toArray(String[]::new));
    }

    private static void login(int port, String password) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String said = "a LOGIN anna@example.net " + password + "\r\nb LOGOUT\r\n";
            socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    @Test
    void aRunningNodeTellsWhatItCounts() throws Exception {
        Site site = Site.in(folder);
        int imap = site.imap();
        site.addUser("anna@example.net");
        Files.writeString(Path.of(site.config()), OTHERS, StandardOpenOption.APPEND);
        assertEquals("No node runs with this configuration.\n", metrics(site).err());
        try (Node _ = Node.start(Configured.read(Path.of(site.config())))) {
            login(imap, "secret");
            login(imap, "secret");
            login(imap, "wrong");
            String all = metrics(site).out();
            for (String line : List.of(
                    "lookups.all.login.asked 2, ",
                    "lookups.all.login.remembered 1, ",
                    "lookups.all.login.found 2, ",
                    "lookups.all.login.refused 1, ",
                    "lookups.all.mail.asked 0, ",
                    "mapping.all.users.none 0, ",
                    "mapping.all.users.wrong-password 1, ",
                    "mapping.all.users.degraded 0\n",
                    "directory.main.searches.refused 0, ",
                    "directory.main.servers.usable 1\n",
                    "guard.networks-banned 0\n",
                    "nodes.imap.old1.connections 0\n",
                    "nodes.submission.old1.refused 0, ",
                    "net.imap.accepted 3, ",
                    "net.imap.login.refused-credentials 1, ")) {
                assertTrue(("\n" + all).contains("\n" + line), line + "in\n" + all);
            }
            documented(all);
            forms(site);
        }
    }

    private static void forms(Site site) {
        Ended some = metrics(site, "guard.");
        assertTrue(some.out().lines().allMatch(line -> line.startsWith("guard.")), some.out());
        Ended none = metrics(site, "no-such");
        assertEquals(
                new Ended(
                        Main.FAILED,
                        "",
                        "node mail1 runs: it does this itself\n"
                                + "Nothing is counted or measured here whose name begins with no-such.\n"),
                none);
        Ended samples = metrics(site, "--prometheus", "lookups.all.login.found");
        assertEquals(
                List.of(
                        "# TYPE waypost_lookups_found_total counter",
                        "waypost_lookups_found_total{for=\"login\",maps=\"all\"} 2"),
                samples.out().lines().toList());
        Ended object = metrics(site, "--json", "directory.main.failing");
        assertEquals("{\n  \"directory.main.failing\": {\"value\": 0}\n}\n", object.out());
        assertEquals(Main.WRONG, metrics(site, "--json", "--prometheus").status());
    }

    /** The page has each name, with what it is called in the place of whose it is. */
    private static void documented(String all) throws IOException {
        String page = Files.readString(PAGE);
        Set<String> missing = new TreeSet<>();
        all.lines().map(line -> line.substring(0, line.indexOf(' '))).forEach(name -> {
            String shown = name + ".";
            for (Map.Entry<String, String> label : MetricName.of(name).labels().entrySet()) {
                shown = shown.replace(
                        "." + label.getValue() + ".", "." + label.getKey().toUpperCase(Locale.ROOT) + ".");
            }
            if (!page.contains("`" + shown.substring(0, shown.length() - 1) + "`")) {
                missing.add(shown);
            }
        });
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net.imap.login.served           | net.login              | {listener=imap, outcome=served}
            net.imap.refused.proxy-header   | net.refused            | {listener=imap, reason=proxy-header}
            net.imap-internal.bytes-sent    | net.bytes-sent         | {listener=imap-internal}
            net.out.open                    | net.open               | {listener=out}
            lookups.of-a%2Eb.mail.found     | lookups.found          | {for=mail, maps=of-a%2Eb}
            mapping.all.my.users.suspect    | mapping.suspect        | {map=my.users, maps=all}
            directory.a.b.searches.waiting  | directory.searches.waiting | {directory=a.b}
            directory.main.failing          | directory.failing      | {directory=main}
            link.fe1.example.net.connected  | link.connected         | {node=fe1.example.net}
            nodes.imap.st1.example.net.refused | nodes.refused       | {node=st1.example.net, service=imap}
            guard.spray                     | guard.spray            | {}
            """)
    void namesAreTakenApart(String name, String family, String labels) {
        MetricName parts = MetricName.of(name);
        assertEquals(family, parts.family());
        assertEquals(labels, parts.labels().toString());
    }

    private static MetricRegistry registry() {
        MetricRegistry registry = new MetricRegistry();
        registry.counter("net.imap.open").inc(3);
        registry.counter("net.pop3.open").inc();
        registry.meter("net.imap.login.served").mark(2);
        registry.gauge("mapping.all.the \"users\".degraded", () -> () -> 1);
        registry.gauge("words", () -> () -> "no number");
        return registry;
    }

    @ParameterizedTest
    @EnumSource(MetricsForm.class)
    void formsAre(MetricsForm form) {
        Map<MetricsForm, String> expected =
                Map.of(MetricsForm.TEXT, """
                mapping.all.the "users".degraded 1
                net.imap.login.served 2, 0.00 a second
                net.imap.open 3
                net.pop3.open 1
                """, MetricsForm.JSON, """
                {
                  "mapping.all.the \\"users\\".degraded": {"value": 1},
                  "net.imap.login.served": {"count": 2, "rate": 0.00},
                  "net.imap.open": {"value": 3},
                  "net.pop3.open": {"value": 1}
                }
                """, MetricsForm.PROMETHEUS, """
                # TYPE waypost_mapping_degraded gauge
                waypost_mapping_degraded{map="the \\"users\\"",maps="all"} 1
                # TYPE waypost_net_login_total counter
                waypost_net_login_total{listener="imap",outcome="served"} 2
                # TYPE waypost_net_open gauge
                waypost_net_open{listener="imap"} 3
                waypost_net_open{listener="pop3"} 1
                """);
        String lines = String.join("\n", form.lines(Reading.all(registry(), ""))) + "\n";
        assertEquals(expected.get(form), lines);
    }
}
