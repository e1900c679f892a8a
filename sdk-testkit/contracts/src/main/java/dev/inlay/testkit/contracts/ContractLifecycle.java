package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Constructor;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.TestInstanceFactory;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Takes the contract that a runner supplies, and asks the provider's capabilities before each requirement. */
final class ContractLifecycle implements TestInstanceFactory, BeforeEachCallback {

    static final String SUPPLIER = "contract";

    @Override
    public Object createTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        Supplier<?> supplied = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SUPPLIER))
                .get(factory.getTestClass(), Supplier.class);
        if (supplied != null) {
            return supplied.get();
        }
        Constructor<?> constructor = onlyConstructor(factory.getTestClass());
        return factory.getOuterInstance()
                .<Object>map(outer -> context.getExecutableInvoker().invoke(constructor, outer))
                .orElseGet(() -> context.getExecutableInvoker().invoke(constructor));
    }

    private static Constructor<?> onlyConstructor(Class<?> type) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (constructors.length != 1) {
            throw new IllegalStateException(type.getName() + " must have one constructor");
        }
        return constructors[0];
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        AnnotationSupport.findAnnotation(context.getTestMethod(), Requirement.class)
                .map(Requirement::capability)
                .filter(capability -> !capability.isEmpty())
                .ifPresent(capability -> ask((Contract) context.getRequiredTestInstance(), capability));
    }

    private static void ask(Contract contract, String capability) {
        Capabilities capabilities = contract.capabilities();
        if (!capabilities.declares(capability)) {
            fail(
                    "The provider does not declare the capability '%s'; say in capabilities() that it is supported, or not"
                            + " applicable and why",
                    capability);
        }
        capabilities.reasonAgainst(capability).ifPresent(reason -> {
            throw new NotApplicable(reason);
        });
    }
}
