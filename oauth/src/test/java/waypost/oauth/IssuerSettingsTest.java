package waypost.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.Secret;
import waypost.oauth.IssuerSettings.Proof;

class IssuerSettingsTest {
    private static final Proof FILE = new Proof.KeysIn(Path.of("/keys.json"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.net/keys",
                "https://login.example.net:8443/realms/mail?x=y",
                "http://localhost:8080/keys",
                "http://127.0.0.1/keys",
                "http://127.8.9.1/keys",
                "http://[::1]:8080/keys",
            })
    void urls(String url) {
        assertEquals(
                url, assertInstanceOf(Proof.KeysAt.class, Proof.keys(url)).url().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http://login.example.net/keys, not protected by TLS",
        "http://localhost.example.net/keys, not protected by TLS",
        "http://127.0.0.1.example.net/keys, not protected by TLS",
        "http://10.0.0.1/keys, not protected by TLS",
        "ftp://login.example.net/keys, not an https URL",
        "file:///etc/keys.json, not an https URL",
        "https:///keys, not an https URL",
        "https://a:b@login.example.net/keys, not an https URL",
        "https://login.example.net/keys#r, not an https URL",
        "https://login example.net/keys, Illegal character",
    })
    void urlsThatAreNone(String url, String why) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Proof.keys(url));
        assertEquals(why, String.valueOf(wrong.getMessage()).substring(0, why.length()));
    }

    @Test
    void whatIsNoUrlIsAFile() {
        assertEquals(new Proof.KeysIn(Path.of("/etc/waypost/keys.json")), Proof.keys("/etc/waypost/keys.json"));
    }

    private static IssuerSettings settings(String issuer, Set<String> audiences, Optional<String> scope, String claim)
            throws NoSuchAlgorithmException {
        return new IssuerSettings(
                "main", issuer, audiences, scope, claim, IssuerSettings.Emails.VERIFIED, FILE, SSLContext.getDefault());
    }

    @Test
    void refused() {
        Set<String> mail = Set.of("mail");
        assertThrows(IllegalArgumentException.class, () -> settings(" ", mail, Optional.empty(), "email"));
        assertThrows(IllegalArgumentException.class, () -> settings("x", Set.of(), Optional.empty(), "email"));
        assertThrows(IllegalArgumentException.class, () -> settings("x", Set.of(""), Optional.empty(), "email"));
        assertThrows(IllegalArgumentException.class, () -> settings("x", mail, Optional.of("a b"), "email"));
        assertThrows(IllegalArgumentException.class, () -> settings("x", mail, Optional.of(""), "email"));
        assertThrows(IllegalArgumentException.class, () -> settings("x", mail, Optional.empty(), " "));
    }

    @Test
    void oneIssuerOnce() throws Exception {
        try (Issuing issuing = new Issuing()) {
            assertThrows(IllegalArgumentException.class, () -> issuing.open(issuing.signing(), issuing.signing()));
        }
    }

    @Test
    void secretsAreNotShown() throws Exception {
        try (Issuing issuing = new Issuing()) {
            assertFalse(issuing.asking("x", "/").toString().contains("s3:cret"));
        }
        assertEquals("***", new Secret("token").toString());
    }
}
