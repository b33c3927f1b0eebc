// What the scenarios expect with. They run where no test framework does, so it needs nothing.

/** Fails unless both are the same as JSON. */
export function same(actual, expected, what) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${what}: is ${is}, should be ${should}`);
}

/**
 * The error with which something must fail; it must be one as documented.
 * @param {typeof import("provisor")} provisor
 * @param {string} code
 * @param {() => unknown} what  throws, or gives a promise that is rejected
 */
export async function failing(provisor, code, what) {
  let given;
  try {
    given = await what();
  } catch (error) {
    same(provisor.isProvisorError(error), true, `isProvisorError of "${error}"`);
    same(error instanceof provisor.ProvisorError && error instanceof Error, true, "it is a ProvisorError and an Error");
    same([error.name, error.code], ["ProvisorError", code], `the error "${error.message}"`);
    return error;
  }
  throw new Error(`it should fail with ${code}, and gave ${JSON.stringify(given)}`);
}
