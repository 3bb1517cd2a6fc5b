package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.config.ConfigurationFileTest.keys;
import static waypost.config.ConfigurationFileTest.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassSectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: default | OK",
                "name: a, services: [smtp, pop3], storage: 10 GiB, messages: 0, folder-messages: 1, sessions: 1 | OK",
                "name: a, storage: unlimited, messages: unlimited, folder-messages: unlimited, sessions: unlimited | OK",
                "storage: 1 GiB | classes[1].name",
                "name: a, services: [fax] | classes[1].services[1]",
                "name: a, storage: 10 | classes[1].storage",
                "name: a, messages: some | classes[1].messages",
                "name: a, folder-messages: -1 | classes[1].folder-messages",
                "name: a, sessions: 0 | classes[1].sessions",
                "name: a, rate: 5 | classes[1].rate",
            })
    void whatCannotBeMeantIsTold(String section, String wrong) {
        assertEquals(
                wrong, keys(read("node: {name: fe1, roles: [proxy], data: /tmp/x}\nclasses: [{" + section + "}]\n")));
    }
}
