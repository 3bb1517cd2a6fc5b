package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The product keeps the rules; {@link BrokenRulesTest} has seen each of them fail. */
class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> rules() {
        JavaClasses code = new ClassFileImporter().importPaths(Repository.compiledModules());
        assertTrue(code.size() > 200, "classes imported: " + code.size());
        return Rules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(code)));
    }
}
