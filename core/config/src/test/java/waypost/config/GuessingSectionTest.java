package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.config.ConfigurationFileTest.keys;
import static waypost.config.ConfigurationFileTest.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessingSectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "longest-delay: 0s, ban-for: 0s | OK",
                "'shared-networks: [192.0.2.0/24, \"2001:db8::/32\"]' | OK",
                "slow-after: 10, ban-after: 11 | OK",
                "slow-after: 10, ban-after: 10 | guessing.ban-after",
                "slow-after: 20, ban-after: x | guessing.ban-after",
                "slow-after: 0 | guessing.slow-after",
                "longest-delay: 17s | guessing.longest-delay",
                "familiar-for: 12h | guessing.familiar-for",
                "'shared-networks: [192.0.2.0/24, example.net]' | guessing.shared-networks[2]",
            })
    void whatCannotBeMeantIsTold(String section, String wrong) {
        assertEquals(
                wrong, keys(read("node: {name: fe1, roles: [proxy], data: /tmp/x}\nguessing: {" + section + "}\n")));
    }
}
