@org.jspecify.annotations.NullMarked
package waypost.kerberos;
