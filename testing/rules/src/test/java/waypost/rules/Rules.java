package waypost.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What classes must not do, each rule under its name. */
final class Rules {
    /** What a module may use besides itself, the JDK, JSpecify, SLF4J and metrics. {@code B} of {@code A ← B}, with all its As. */
    static final Map<String, List<String>> ARROWS = arrows();

    static final String NO_CYCLES = "modules have no cycles";
    static final String JDK_ONLY = "protocol and message use the JDK only, and neither sockets nor channels";

    /** Says where octets lie, which is a file's channel; nobody in these modules asks for it. */
    private static final String PLACE = "waypost.message.Extent";

    static final String NO_CLOCKS = "protocol and message read no clock and start no thread";
    static final String NETTY = "Netty is used in net only";
    static final String LDAP = "the LDAP SDK is used in directory and mapping only";
    static final String JOSE = "the JOSE library is used in oauth only";
    static final String JGSS = "the JDK's Kerberos is used in kerberos only";
    static final String ROCKSDB = "RocksDB is used in store only";
    static final String COMMANDS = "commands are records";
    static final String EXCEPTIONS = "nothing throws a generic exception";
    static final String LOGGING = "nothing uses java.util.logging";
    static final String OUTPUT = "only the command line writes to standard output";

    private static final DescribedPredicate<JavaClass> OUTSIDE_PROTOCOL = DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "waypost.."))
            .or(JavaClass.Predicates.resideInAnyPackage("java.nio.channels..", "javax.net.."))
            .or(JavaClass.Predicates.resideInAPackage("java.net..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.simpleNameEndingWith("Address"))));

    private Rules() {}

    private static Map<String, List<String>> arrows() {
        Map<String, String> arrows = new LinkedHashMap<>();
        arrows.put("identity", "");
        arrows.put("config", "identity");
        arrows.put("message", "");
        arrows.put("protocol", "identity config message");
        arrows.put("net", "identity config message protocol");
        arrows.put("directory", "identity");
        arrows.put("mapping", "identity config directory");
        arrows.put("oauth", "identity");
        arrows.put("guard", "identity config");
        arrows.put("kerberos", "identity protocol");
        arrows.put("proxy", "identity config message protocol net mapping oauth guard");
        arrows.put("store", "identity config message");
        arrows.put("cluster", "identity config message protocol net mapping store");
        arrows.put("delivery", "identity config message protocol net mapping store cluster");
        arrows.put("access", "identity config message protocol net mapping store cluster");
        Map<String, List<String>> lists = new LinkedHashMap<>();
        arrows.forEach((module, uses) -> lists.put(module, uses.isEmpty() ? List.of() : List.of(uses.split(" "))));
        return lists;
    }

    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        ARROWS.forEach((module, uses) -> rules.put(arrow(module), arrow(module, uses)));
        rules.put(NO_CYCLES, slices().matching("waypost.(*)..").should().beFreeOfCycles());
        rules.put(
                JDK_ONLY,
                pure().and().doNotHaveFullyQualifiedName(PLACE).should().dependOnClassesThat(OUTSIDE_PROTOCOL));
        rules.put(NO_CLOCKS, noClocks());
        rules.put(NETTY, home("io.netty..", "waypost.net.."));
        rules.put(LDAP, home("com.unboundid..", "waypost.directory..", "waypost.mapping.."));
        rules.put(JOSE, home("com.nimbusds..", "waypost.oauth.."));
        rules.put(JGSS, home("org.ietf.jgss..", "waypost.kerberos.."));
        rules.put(ROCKSDB, home("org.rocksdb..", "waypost.store.."));
        rules.put(COMMANDS, commands());
        rules.put(EXCEPTIONS, NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
        rules.put(LOGGING, noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        rules.put(OUTPUT, output());
        return rules;
    }

    static String arrow(String module) {
        return module + " uses what is below it only";
    }

    private static ArchRule arrow(String module, List<String> uses) {
        String[] allowed = Stream.concat(Stream.of(module), uses.stream())
                .map(name -> "waypost." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("waypost." + module + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("waypost..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))));
    }

    private static GivenClassesConjunction pure() {
        return noClasses().that().resideInAnyPackage("waypost.protocol..", "waypost.message..");
    }

    private static ArchRule noClocks() {
        return pure().should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class);
    }

    private static ArchRule home(String library, String... only) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(only)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchRule commands() {
        return classes()
                .that()
                .implement(JavaClass.Predicates.simpleNameEndingWith("Command"))
                .and()
                .areNotInterfaces()
                .should()
                .beRecords();
    }

    private static ArchRule output() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("waypost.app..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err");
    }
}
