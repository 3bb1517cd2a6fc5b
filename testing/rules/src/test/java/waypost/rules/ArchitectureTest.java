package waypost.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows between modules. Each rule has been seen to fail on a class that breaks it. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter().importPaths(Repository.compiledModules());

    /** What a module may use besides itself, the JDK, JSpecify, SLF4J and metrics. {@code B} of {@code A ← B}, with all its As. */
    private static final Map<String, String> ARROWS = arrows();

    private static Map<String, String> arrows() {
        Map<String, String> arrows = new LinkedHashMap<>();
        arrows.put("identity", "");
        arrows.put("config", "identity");
        arrows.put("message", "");
        arrows.put("protocol", "identity config message");
        arrows.put("net", "identity config message protocol");
        arrows.put("mapping", "identity config");
        arrows.put("proxy", "identity config message protocol net mapping");
        arrows.put("store", "identity config message");
        arrows.put("cluster", "identity config message protocol net mapping store");
        arrows.put("delivery", "identity config message protocol net mapping store cluster");
        arrows.put("access", "identity config message protocol net mapping store cluster");
        return arrows;
    }

    @TestFactory
    Stream<DynamicTest> arrowsPointOneWay() {
        assertTrue(CODE.size() > 200, "classes imported: " + CODE.size());
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(
                        arrow.getKey(),
                        () -> rule(arrow.getKey(), arrow.getValue()).check(CODE)));
    }

    private static ArchRule rule(String module, String uses) {
        String[] allowed = Stream.concat(Stream.of(module), Arrays.stream(uses.split(" ")))
                .filter(name -> !name.isEmpty())
                .map(name -> "waypost." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("waypost." + module + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("waypost..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))));
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "modules have no cycles",
                slices().matching("waypost.(*)..").should().beFreeOfCycles());
        rules.put(
                "protocol and message use the JDK only, and neither sockets nor channels",
                noClasses()
                        .that()
                        .resideInAnyPackage("waypost.protocol..", "waypost.message..")
                        .should()
                        .dependOnClassesThat(OUTSIDE_PROTOCOL));
        rules.put(
                "protocol and message read no clock and start no thread",
                noClasses()
                        .that()
                        .resideInAnyPackage("waypost.protocol..", "waypost.message..")
                        .should()
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
                        .areAssignableTo(Thread.class));
        return tests(rules);
    }

    @TestFactory
    Stream<DynamicTest> habits() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("Netty is used in net only", home("io.netty..", "waypost.net.."));
        rules.put("the LDAP SDK is used in mapping only", home("com.unboundid..", "waypost.mapping.."));
        rules.put("RocksDB is used in store only", home("org.rocksdb..", "waypost.store.."));
        rules.put(
                "commands are records",
                classes()
                        .that()
                        .implement(JavaClass.Predicates.simpleNameEndingWith("Command"))
                        .and()
                        .areNotInterfaces()
                        .should()
                        .beRecords());
        rules.put("nothing throws a generic exception", NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
        rules.put("nothing uses java.util.logging", NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
        rules.put(
                "only the command line writes to standard output",
                noClasses()
                        .that()
                        .resideOutsideOfPackage("waypost.app..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
        return tests(rules);
    }

    private static Stream<DynamicTest> tests(Map<String, ArchRule> rules) {
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(CODE)));
    }

    private static ArchRule home(String library, String only) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(only)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static final DescribedPredicate<JavaClass> OUTSIDE_PROTOCOL = DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "waypost.."))
            .or(JavaClass.Predicates.resideInAnyPackage("java.nio.channels..", "javax.net.."))
            .or(JavaClass.Predicates.resideInAPackage("java.net..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.simpleNameEndingWith("Address"))));
}
