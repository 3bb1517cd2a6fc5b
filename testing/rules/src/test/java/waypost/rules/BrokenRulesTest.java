package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each rule is broken by a class made for it, and is content with the nearest class that keeps it. */
class BrokenRulesTest {
    /**
     * A class that a rule is tried on.
     *
     * @param name with its package
     * @param body of the class, or its whole declaration
     */
    private record Sample(String rule, boolean breaks, String name, String body) {
        static Sample breaks(String rule, String name, String body) {
            return new Sample(rule, true, name, body);
        }

        static Sample keeps(String rule, String name, String body) {
            return new Sample(rule, false, name, body);
        }

        private String packageName() {
            return name.substring(0, name.lastIndexOf('.'));
        }

        private String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        String source() {
            boolean whole = body.matches(".*\\b(class|record|interface) " + simpleName() + "\\b.*");
            String declaration = whole ? body : "final class " + simpleName() + " { " + body + " }";
            return "package " + packageName() + "; " + declaration;
        }
    }

    private static final List<Sample> PROTOCOL = List.of(
            Sample.breaks(Rules.JDK_ONLY, "waypost.protocol.imap.WithNetty", "io.netty.Stub stub;"),
            Sample.breaks(Rules.JDK_ONLY, "waypost.message.WithChannel", "java.nio.channels.FileChannel file;"),
            Sample.keeps(Rules.JDK_ONLY, "waypost.message.Extent", "java.nio.channels.FileChannel file;"),
            Sample.breaks(Rules.JDK_ONLY, "waypost.protocol.smtp.WithSocket", "java.net.Socket socket;"),
            Sample.breaks(Rules.JDK_ONLY, "waypost.protocol.smtp.WithTls", "javax.net.ssl.SSLEngine engine;"),
            Sample.keeps(Rules.JDK_ONLY, "waypost.protocol.smtp.WithAddress", "java.net.InetSocketAddress peer;"),
            Sample.keeps(Rules.JDK_ONLY, "waypost.protocol.sasl.WithMac", "javax.crypto.Mac mac;"),
            Sample.breaks(Rules.NO_CLOCKS, "waypost.message.Millis", "long now = System.currentTimeMillis();"),
            Sample.breaks(Rules.NO_CLOCKS, "waypost.message.Nanos", "long now = System.nanoTime();"),
            Sample.breaks(Rules.NO_CLOCKS, "waypost.protocol.imap.Now", "Object now = java.time.Instant.now();"),
            Sample.breaks(Rules.NO_CLOCKS, "waypost.protocol.imap.WithClock", "java.time.Clock clock;"),
            Sample.breaks(
                    Rules.NO_CLOCKS, "waypost.protocol.imap.Sleeps", "void f() throws Exception { Thread.sleep(1); }"),
            Sample.keeps(Rules.NO_CLOCKS, "waypost.protocol.imap.Told", "java.time.Instant now;"),
            Sample.breaks(
                    Rules.COMMANDS, "waypost.protocol.pop3.Noop", "final class Noop implements stub.StubCommand {}"),
            Sample.keeps(Rules.COMMANDS, "waypost.protocol.pop3.Quit", "record Quit() implements stub.StubCommand {}"));

    private static final List<Sample> HABITS = List.of(
            Sample.breaks(Rules.NETTY, "waypost.proxy.WithNetty", "io.netty.Stub stub;"),
            Sample.keeps(Rules.NETTY, "waypost.net.WithNetty", "io.netty.Stub stub;"),
            Sample.breaks(Rules.LDAP, "waypost.app.WithLdap", "com.unboundid.Stub stub;"),
            Sample.keeps(Rules.LDAP, "waypost.directory.WithLdap", "com.unboundid.Stub stub;"),
            Sample.keeps(Rules.LDAP, "waypost.mapping.WithLdap", "com.unboundid.Stub stub;"),
            Sample.breaks(Rules.JOSE, "waypost.mapping.WithJose", "com.nimbusds.Stub stub;"),
            Sample.keeps(Rules.JOSE, "waypost.oauth.WithJose", "com.nimbusds.Stub stub;"),
            Sample.breaks(Rules.JGSS, "waypost.proxy.WithTickets", "org.ietf.jgss.GSSContext context;"),
            Sample.keeps(Rules.JGSS, "waypost.kerberos.WithTickets", "org.ietf.jgss.GSSContext context;"),
            Sample.breaks(Rules.ROCKSDB, "waypost.delivery.WithRocksDb", "org.rocksdb.Stub stub;"),
            Sample.keeps(Rules.ROCKSDB, "waypost.store.WithRocksDb", "org.rocksdb.Stub stub;"),
            Sample.breaks(Rules.EXCEPTIONS, "waypost.store.Throws", "void f() { throw new RuntimeException(); }"),
            Sample.keeps(Rules.EXCEPTIONS, "waypost.store.Refuses", "void f() { throw new IllegalStateException(); }"),
            Sample.breaks(
                    Rules.LOGGING,
                    "waypost.net.Logs",
                    "void f() { java.util.logging.Logger.getLogger(\"x\").info(\"y\"); }"),
            Sample.keeps(Rules.LOGGING, "waypost.net.Silent", ""),
            Sample.breaks(Rules.OUTPUT, "waypost.store.Prints", "void f() { System.out.println(); }"),
            Sample.breaks(Rules.OUTPUT, "waypost.store.Complains", "void f() { System.err.println(); }"),
            Sample.keeps(Rules.OUTPUT, "waypost.app.Prints", "void f() { System.out.println(); }"),
            Sample.breaks(
                    Rules.NO_CYCLES, "waypost.identity.Chicken", "public class Chicken { waypost.config.Egg egg; }"),
            Sample.keeps(Rules.NO_CYCLES, "waypost.app.Farm", "waypost.identity.Chicken chicken;"),
            Sample.breaks(
                    Rules.NO_CYCLES, "waypost.config.Egg", "public class Egg { waypost.identity.Chicken chicken; }"),
            Sample.keeps("", "stub.StubCommand", "public interface StubCommand {}"),
            Sample.keeps("", "io.netty.Stub", "public class Stub {}"),
            Sample.keeps("", "com.nimbusds.Stub", "public class Stub {}"),
            Sample.keeps("", "com.unboundid.Stub", "public class Stub {}"),
            Sample.keeps("", "org.rocksdb.Stub", "public class Stub {}"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @TestFactory
    Stream<DynamicTest> rules() throws IOException {
        List<Sample> samples =
                Stream.of(PROTOCOL, HABITS, arrows()).flatMap(List::stream).toList();
        Map<String, ArchRule> rules = Rules.all();
        assertEquals(rules.keySet(), rulesOf(samples, true), "rules that no sample breaks");
        assertEquals(rules.keySet(), rulesOf(samples, false), "rules that no sample keeps");
        JavaClasses code = compiled(samples);
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertEquals(expected(samples, rule.getKey()), found(samples, rule, code))));
    }

    private static Set<String> rulesOf(List<Sample> samples, boolean broken) {
        return samples.stream()
                .filter(sample -> sample.breaks() == broken && !sample.rule().isEmpty())
                .map(Sample::rule)
                .collect(Collectors.toSet());
    }

    /** From each module to each module, and to the program on top of all. */
    private static List<Sample> arrows() {
        List<Sample> samples = new ArrayList<>();
        List<String> targets =
                Stream.concat(Rules.ARROWS.keySet().stream(), Stream.of("app")).toList();
        for (String target : targets) {
            samples.add(Sample.keeps("", "waypost." + target + ".Part", "public class Part {}"));
            Rules.ARROWS.forEach((module, uses) -> {
                String name = "waypost." + module + ".To_" + target;
                String body = "waypost." + target + ".Part part;";
                boolean keeps = module.equals(target) || uses.contains(target);
                samples.add(new Sample(Rules.arrow(module), !keeps, name, body));
            });
        }
        return samples;
    }

    private JavaClasses compiled(List<Sample> samples) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", folder.resolve("classes").toString()));
        for (Sample sample : samples) {
            Path file = folder.resolve(sample.name().replace('.', '/') + ".java");
            Files.createDirectories(file.resolveSibling(""));
            arguments.add(Files.writeString(file, sample.source()).toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, status, "the samples do not compile");
        JavaClasses code = new ClassFileImporter().importPath(folder.resolve("classes"));
        assertTrue(code.size() >= samples.size(), "classes imported: " + code.size());
        return code;
    }

    private static Set<String> expected(List<Sample> samples, String rule) {
        return samples.stream()
                .filter(sample -> sample.rule().equals(rule) && sample.breaks())
                .map(Sample::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The samples of a rule that it complains about, when it sees no others. */
    private static Set<String> found(List<Sample> samples, Map.Entry<String, ArchRule> rule, JavaClasses code) {
        Set<String> own = samples.stream()
                .filter(sample -> sample.rule().equals(rule.getKey()))
                .map(Sample::name)
                .collect(Collectors.toSet());
        JavaClasses seen =
                code.that(DescribedPredicate.describe("samples of the rule", type -> own.contains(type.getName())));
        List<String> complaints =
                rule.getValue().evaluate(seen).getFailureReport().getDetails();
        return own.stream()
                .filter(name -> complaints.stream().anyMatch(complaint -> complaint.contains(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
