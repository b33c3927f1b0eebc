// What the stand-in stores for a new account, as raw JSON text.
//
// Text, because these records exist to be read, changed in one place and written back: a client
// that turns 1234.50 into 1234.5, or rounds a long number, changes what it was not asked to.
import { canary } from "./entities.js";

const UNSET = '"0001-01-01T00:00:00"';
const json = JSON.stringify;

/** @param {Record<string, string>} fields  key → raw JSON */
const object = (fields) =>
  `{${Object.entries(fields)
    .map(([key, raw]) => `${json(key)}:${raw}`)
    .join(",")}}`;
const given = (details = {}) => Object.fromEntries(Object.entries(details).map(([key, value]) => [key, json(value)]));

export function newEmployee({ id, employeeId, tenantId, dateCreated }, details) {
  return object({
    id: json(employeeId),
    userAccountId: json(id),
    tenantId: json(tenantId),
    payrollNumber: json(canary("payrollNumber", id)),
    externalReference: "12345678901234567890",
    jobTitle: "null",
    department: "null",
    location: "null",
    lineManagerId: "null",
    startDate: UNSET,
    leaveDate: "null",
    fullTimeEquivalent: "1.0",
    hasLeft: "false",
    salary: object({
      amount: "1234.50",
      currency: '"GBP"',
      note: json(canary("salaryNote", id)),
      history: `[${object({ amount: "1100.00", from: UNSET })},${object({ amount: "0.10", from: UNSET })}]`,
    }),
    bank: object({ accountNumber: json(canary("accountNumber", id)), sortCode: json(canary("sortCode", id)) }),
    dateCreated: json(dateCreated),
    lastUpdated: "null",
    ...given(details),
  });
}

export function newPersonal({ id, tenant, emailAddress }, details, contactNumbers = []) {
  return object({
    id: json(id + 2000),
    userAccountId: json(id),
    tenant: json(tenant),
    emailAddress: json(emailAddress),
    salutationId: "null",
    forenames: "null",
    middlenames: "null",
    surname: "null",
    preferredName: "null",
    dateOfBirth: json(canary("dateOfBirth", id)),
    niNumber: json(canary("niNumber", id)),
    genderId: "null",
    nationality: "null",
    contactNumbers: json(contactNumbers),
    emergencyContact: object({ name: json(canary("emergencyContact", id)), priority: "1.0", phone: "null" }),
    matchingFactor: "0.3000",
    lastUpdated: "null",
    ...given(details),
  });
}

/** One empty record, whose id has to be kept. */
export function newAddresses({ id }, details) {
  const empty = object({
    id: json(id + 3000),
    line1: "null",
    line2: "null",
    town: "null",
    county: "null",
    postCode: "null",
    country: '"GB"',
    latitude: "51.50",
    isPrimary: "true",
    deleteMark: "false",
    saved: "false",
    ...given(details),
  });
  return `[${empty}]`;
}

export function newMetadata({ id }) {
  const value = (valueId, name) => object({ id: json(valueId), name: json(name), value: "null", weight: "1.50" });
  const group = object({
    id: json(id + 4000),
    name: '"Employment"',
    values: `[${value(id + 5000, "Cost code")},${value(id + 6000, "Badge number")}]`,
  });
  return object({ groups: `[${group}]` });
}
