package waypost.mapping;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.mapping.UserMapSettings.Proof;

/** A test that runs once for each way in which a password is checked by the directory, or by what it has of it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
        value = Proof.class,
        names = {"STORED_HASH", "BIND"})
@interface ByEitherProof {}
